using IntelMQ.Hosting.Control;

namespace IntelMQ.Hosting.Endpoint;

/// <summary>Messages of a queue.</summary>
internal sealed record ControlMessages(IReadOnlyList<HostMessage> Messages);

/// <summary>Failures, a line each.</summary>
internal sealed record ControlLines(IReadOnlyList<string> Lines);

/// <summary>How many messages or failures were removed or kept.</summary>
internal sealed record ControlCount(long Removed);

/// <summary>The queues that have a message now.</summary>
internal sealed record ControlQueues(IReadOnlyList<string> Queues);
