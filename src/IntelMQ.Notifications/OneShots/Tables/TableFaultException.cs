namespace IntelMQ.Notifications.OneShots.Tables;

/// <summary>A table cannot be read further. Stays inside: whoever reads a table finds the reason in <see cref="TableReader.Problem"/>.</summary>
/// <param name="reason">Why, as a sentence.</param>
internal sealed class TableFaultException(string reason) : IOException(reason);
