namespace IntelMQ.Dashboard.Tests.Modules;

/// <summary>What somebody has written down.</summary>
public sealed record Note(long Number, string Who, string Text);
