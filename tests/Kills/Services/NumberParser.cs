using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using IntelMQ.Bots;
using IntelMQ.Messages;

namespace Kills.Services;

/// <summary>Makes one event of a report: the number that it holds.</summary>
/// <param name="atFirst">What is done when the first report comes.</param>
internal sealed partial class NumberParser(Action atFirst) : EventParser(new ParserOptions())
{
    private Action? _atFirst = atFirst;

    public static long NumberIn(string text) => long.Parse(Number().Match(text).Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    protected override IEnumerable<ParsedItem> ReadElements(Report report)
    {
        Interlocked.Exchange(ref _atFirst, null)?.Invoke();
        string text = Encoding.UTF8.GetString(report.Raw.Span);
        Event message = NewEvent(report);
        message.Set("extra.id", IntelMQ.Harmonization.FieldValue.Number(Encoding.ASCII.GetBytes(NumberIn(text).ToString(CultureInfo.InvariantCulture))));
        yield return new ParsedItem(message);
    }

    [GeneratedRegex("\"n\": ([0-9]+)")]
    private static partial Regex Number();
}
