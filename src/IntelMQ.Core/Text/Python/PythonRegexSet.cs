using System.Globalization;
using System.Text;

namespace IntelMQ.Text;

/// <summary>Collects a set's parts; what lies beyond U+FFFF becomes alternatives of surrogate pairs.</summary>
internal sealed class PythonRegexSet
{
    private const string AnyPair = @"[\ud800-\udbff][\udc00-\udfff]";

    private readonly StringBuilder _units = new();
    private readonly List<string> _pairs = [];

    /// <summary>Adds a class such as <c>\w</c>.</summary>
    public void AddClass(string inSet) => _units.Append(inSet);

    /// <summary>Adds the characters of a range.</summary>
    public void AddRange(int first, int last)
    {
        if (first <= 0xFFFF)
        {
            PythonRegexWriter.AppendUnit((char)first, _units);
            int lastUnit = Math.Min(last, 0xFFFF);
            if (lastUnit > first)
            {
                _units.Append('-');
                PythonRegexWriter.AppendUnit((char)lastUnit, _units);
            }

            first = 0x10000;
        }

        if (last > 0xFFFF)
            AddPairs(first, last);
    }

    /// <summary>The set in .NET's syntax.</summary>
    public string ToPattern(bool negated)
    {
        if (_pairs.Count == 0)
            return (negated ? "[^" : "[") + _units + "]";
        string pairs = string.Join('|', _pairs);
        if (negated)
            return $"(?:(?!{pairs})(?:{AnyPair}|{(_units.Length == 0 ? @"[\s\S]" : $"[^{_units}]")}))";
        return _units.Length == 0 ? $"(?:{pairs})" : $"(?:[{_units}]|{pairs})";
    }

    // At most three parts: the rest of the first high surrogate's block, whole blocks, the beginning of the last block.
    private void AddPairs(int first, int last)
    {
        (int high, int low) = ((first - 0x10000 >> 10) + 0xD800, (first & 0x3FF) + 0xDC00);
        (int lastHigh, int lastLow) = ((last - 0x10000 >> 10) + 0xD800, (last & 0x3FF) + 0xDC00);
        if (high == lastHigh)
        {
            AddBlock(high, high, low, lastLow);
            return;
        }

        AddBlock(high, high, low, 0xDFFF);
        if (lastHigh > high + 1)
            AddBlock(high + 1, lastHigh - 1, 0xDC00, 0xDFFF);
        AddBlock(lastHigh, lastHigh, 0xDC00, lastLow);
    }

    private void AddBlock(int firstHigh, int lastHigh, int firstLow, int lastLow)
        => _pairs.Add(string.Create(CultureInfo.InvariantCulture, $"[\\u{firstHigh:x4}-\\u{lastHigh:x4}][\\u{firstLow:x4}-\\u{lastLow:x4}]"));
}
