using IntelMQ.Bots;

namespace CustomBot;

// #region plug-in
/// <summary>The bots of this plug-in: what a host adds to those of the catalogue.</summary>
public static class CustomBots
{
    /// <summary>All bots.</summary>
    public static IReadOnlyList<BotDescriptor> All { get; } = [HoneypotParser.Descriptor, ReputationExpert.Descriptor];
}
// #endregion
