using System.Text.Json;
using IntelMQ.Tool;

namespace IntelMQ.Hosting.Tests.Support;

/// <summary>What a command line of the tool answers.</summary>
internal sealed record ToolLine(int Code, string Output, string Complaints)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>Runs a line; those who do write to the console, so no two at a time.</summary>
    public static async Task<ToolLine> OfAsync(string program, params string[] arguments)
    {
        (TextWriter output, TextWriter complaints, string folder) = (Console.Out, Console.Error, Directory.GetCurrentDirectory());
        using var written = new StringWriter { NewLine = "\n" };
        using var complained = new StringWriter { NewLine = "\n" };
        Console.SetOut(written);
        Console.SetError(complained);
        try
        {
            int code = await IntelMQCommand.InvokeAsync(program, arguments);
            return new ToolLine(code, written.ToString(), complained.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(complaints);
            Directory.SetCurrentDirectory(folder);
        }
    }
}
