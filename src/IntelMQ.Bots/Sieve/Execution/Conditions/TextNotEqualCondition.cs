using IntelMQ.Harmonization;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary><c>!=</c> with a text: true where the field is absent, or holds something else.</summary>
internal sealed class TextNotEqualCondition(SieveKey key, byte[] text) : SieveCondition
{
    public override bool Evaluate(Event message, ref SieveState state)
    {
        FieldValue value = key.Read(message, ref state);
        return value.Kind != FieldValueKind.Text || !value.Utf8.SequenceEqual(text);
    }
}
