using IntelMQ.Bots;

namespace Acme.IntelMQ.Bots;

// #region list
/// <summary>The bots of this package.</summary>
[BotList]
public static partial class AcmeBots;
// #endregion
