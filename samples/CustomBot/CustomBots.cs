using IntelMQ.Bots;

namespace CustomBot;

// #region plug-in
/// <summary>The bots of this plug-in: <c>CustomBots.All</c> is what a host adds to those of the catalogue.</summary>
[BotList]
public static partial class CustomBots;
// #endregion
