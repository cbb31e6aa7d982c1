namespace IntelMQ.Messages;

/// <summary>Bounds on JSON from outside.</summary>
internal static class JsonLimits
{
    /// <summary>How deep arrays and objects may nest: real feeds need ten.</summary>
    public const int MaxDepth = 64;
}
