using System.Globalization;

namespace IntelMQ.Notifications.Contacts;

/// <summary>What is wrong with a table of contacts.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Reason">Why, as a sentence.</param>
public sealed record ContactFileError(int Line, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"line {Line}: {Reason}");
}
