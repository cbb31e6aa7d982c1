using System.Net;
using System.Text;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.ThreatMiner;

/// <summary>
/// Parses ThreatMiner's front page: the texts of the table between the headings <c>Recent domains</c> and <c>Recent hosts</c>. An event's
/// <c>raw</c> is the line that its domain stands in.
/// </summary>
[Bot("intelmq.bots.parsers.threatminer.parser", BotKind.Parser, Summary = "Parses the recent domains on ThreatMiner's front page.", IsRetired = true)]
public sealed partial class ThreatMinerParser(PlainParserOptions options, BotServices services) : EventParser(options, services)
{
    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
        => ForEach(report, TextsOf(report), static element => Again(element.Line, element.Text ?? ""), element => ReadDomain(report, element.Line, element.Text));

    // The texts of the table's cells; a line that is too long has none.
    private IEnumerable<(ReportLine Line, string? Text)> TextsOf(Report report)
    {
        bool inTable = false;
        bool ended = false;
        var scanner = new TagScanner();
        var texts = new List<string>();
        foreach (ReportLine untrimmed in LinesOf(TextOf(report)))
        {
            ReportLine line = untrimmed.Trimmed();
            if (!inTable)
            {
                inTable = line.Text.Span.SequenceEqual("Recent domains"u8);
                continue;
            }

            if (ended || line.Text.Span.SequenceEqual("Recent hosts"u8))
                break;
            if (IsTooLong(line))
            {
                yield return (line, null);
                continue;
            }

            texts.Clear();
            ended = scanner.Read(Encoding.UTF8.GetString(line.Text.Span), texts);
            foreach (string text in texts)
                yield return (line, text);
        }

        if (!inTable)
            throw new InvalidReportException("The page has no heading \"Recent domains\".");
    }

    // The cell around it stays: on a line of its own the text may be the heading that ends the table, or white space.
    private static ReportLine Again(ReportLine line, string text) => line with { Text = Encoding.UTF8.GetBytes($"Recent domains\n<td>{text}</td>") };

    private ParsedItem? ReadDomain(Report report, ReportLine line, string? text)
    {
        if (text is null)
            return FailTooLong(report, line);
        Event message = NewEvent(report);
        SetResult result = message.TryAdd(Fields.Source.Fqdn.Name, FieldValue.Text(Encoding.UTF8.GetBytes(WebUtility.HtmlDecode(text))));
        if (result.IsRefused)
            return Fail(report, Again(line, text), result.Field, $"{result.Field} {result.Reason}.");
        message[Fields.Classification.Type] = ClassificationType.Blacklist;
        return Finish(message, report, line);
    }

    /// <summary>Tells texts from tags, line by line; a tag may go over several lines.</summary>
    private sealed class TagScanner
    {
        private bool _inTag;
        private char _quote;

        /// <summary>Reads a line.</summary>
        /// <param name="line">The line.</param>
        /// <param name="texts">Takes the texts that are not blank.</param>
        /// <returns>Whether the table ends here.</returns>
        public bool Read(string line, List<string> texts)
        {
            int start = 0;
            for (int i = 0; i < line.Length; i++)
            {
                char symbol = line[i];
                if (_quote != '\0')
                {
                    if (symbol == _quote)
                        _quote = '\0';
                }
                else if (_inTag && symbol is '"' or '\'')
                {
                    _quote = symbol;
                }
                else if (_inTag && symbol == '>')
                {
                    _inTag = false;
                    start = i + 1;
                }
                else if (!_inTag && symbol == '<')
                {
                    AddText(line.AsSpan(start, i - start), texts);
                    _inTag = true;
                    if (line.AsSpan(i).StartsWith("</table", StringComparison.OrdinalIgnoreCase))
                        return true;
                }
            }

            if (!_inTag)
                AddText(line.AsSpan(start), texts);
            return false;
        }

        private static void AddText(ReadOnlySpan<char> text, List<string> texts)
        {
            if (!text.IsWhiteSpace())
                texts.Add(text.Trim().ToString());
        }
    }
}
