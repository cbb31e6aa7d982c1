using IntelMQ.Harmonization;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary><c>=~</c>, <c>!~</c> and <c>:regexin</c>; the last does not make a text of what is none.</summary>
internal sealed class RegexCondition(SieveKey key, SieveRegex[] patterns, bool isNegated, bool convert, SievePosition position) : SieveCondition
{
    public override bool Evaluate(Event message, ref SieveState state)
    {
        FieldValue value = key.Read(message, ref state);
        if (value.IsMissing)
            return isNegated;
        if (!convert && value.Kind != FieldValueKind.Text)
            throw new SieveRuntimeException(position, $"the value of {key.FixedName} is no text, which :regexin needs; =~ takes any value.");
        ReadOnlySpan<byte> text = SieveValues.TextOf(value, ref state);
        foreach (SieveRegex pattern in patterns)
        {
            if (pattern.IsFound(text, ref state))
                return !isNegated;
        }

        return isNegated;
    }
}
