using IntelMQ.Export;
using IntelMQ.Messages;

namespace IntelMQ.Formats;

/// <summary>
/// The eXtended Abuse Reporting Format (XARF), version 4. Since each report says who reports, the format is made with that, and is not one of
/// <see cref="StandardFormats.All"/>: <c>catalogue.AddFormats(Xarf.Of(reporter))</c>.
/// </summary>
public static class Xarf
{
    private static readonly XarfFormat Reader = new(new XarfReporter("Unknown", "unknown@example.com", "example.com"));

    /// <summary>The format, for outputs and tools.</summary>
    /// <param name="reporter">Who reports.</param>
    /// <exception cref="ArgumentException">What is said of the reporter is not what the specification wants.</exception>
    public static EventFormat Of(XarfReporter reporter)
    {
        ArgumentNullException.ThrowIfNull(reporter);
        if (string.IsNullOrWhiteSpace(reporter.Org) || reporter.Org.Length > 200)
            throw new ArgumentException("The organization must have 1 to 200 characters.", nameof(reporter));
        if (reporter.Contact.Count(static letter => letter == '@') != 1 || reporter.Contact.Contains(' ', StringComparison.Ordinal))
            throw new ArgumentException("The contact must be an e-mail address.", nameof(reporter));
        if (Uri.CheckHostName(reporter.Domain) != UriHostNameType.Dns)
            throw new ArgumentException("The domain must be a domain name.", nameof(reporter));
        return new XarfFormat(reporter);
    }

    /// <summary>The event as a report: JSON on one line.</summary>
    /// <param name="message">The event.</param>
    /// <param name="reporter">Who reports.</param>
    public static string ToXarf(this Event message, XarfReporter reporter) => Of(reporter).ToText(message);

    /// <summary>Reads a report.</summary>
    /// <param name="document">A JSON object, UTF-8.</param>
    public static FormatRead Read(ReadOnlySpan<byte> document) => Reader.Read(document);
}
