using IntelMQ.Hosting.Control;

namespace IntelMQ.Hosting.Endpoint;

/// <summary>Why a request was refused, as RFC 9457 has it.</summary>
internal sealed record ControlProblem(string Title, int Status, string Detail, ControlFault Fault, IReadOnlyList<string> Complaints)
{
    public const string MediaType = "application/problem+json";

    public static ControlProblem Of(ControlException exception) => new(
        exception.Fault switch
        {
            ControlFault.NotFound => "There is no such thing",
            ControlFault.NotRunning => "The bots do not run",
            ControlFault.Refused => "The bots cannot be so",
            ControlFault.Unavailable => "The queues cannot be reached",
            ControlFault.Denied => "Not allowed",
            ControlFault.Defect => "A defect of the host",
            _ => "The request cannot be used",
        },
        exception.Fault switch
        {
            ControlFault.NotFound => 404,
            ControlFault.NotRunning => 409,
            ControlFault.Refused => 422,
            ControlFault.Unavailable => 503,
            ControlFault.Denied => 401,
            ControlFault.Defect => 500,
            _ => 400,
        },
        exception.Message,
        exception.Fault,
        exception.Complaints);
}
