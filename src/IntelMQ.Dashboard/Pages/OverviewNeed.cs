namespace IntelMQ.Dashboard.Pages;

/// <summary>Something that needs an operator.</summary>
/// <param name="Bot">The bot.</param>
/// <param name="Text">What it is.</param>
/// <param name="IsError">Whether it is worse than a warning.</param>
internal sealed record OverviewNeed(string Bot, string Text, bool IsError);
