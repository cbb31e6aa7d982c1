using IntelMQ.Hosting.Control;

namespace IntelMQ.Hosting.Endpoint;

/// <summary>Messages of a queue.</summary>
internal sealed record ControlMessages(IReadOnlyList<HostMessage> Messages);

/// <summary>How many messages were removed.</summary>
internal sealed record ControlCount(long Removed);

/// <summary>The queues that have a message now.</summary>
internal sealed record ControlQueues(IReadOnlyList<string> Queues);
