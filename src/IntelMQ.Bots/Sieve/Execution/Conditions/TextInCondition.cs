using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary><c>==</c> and <c>:in</c> with texts; what is no text is equal to none.</summary>
internal sealed class TextInCondition(SieveKey key, byte[][] texts) : SieveCondition
{
    private const int Few = 4;

    private readonly Utf8Map<bool>? _map = texts.Length > Few ? MapOf(texts) : null;

    public SieveKey Key => key;

    public byte[][] Texts => texts;

    public override IndexTest? FirstTest => IndexTest.OfTexts(key, texts);

    public override bool Evaluate(Event message, ref SieveState state)
    {
        FieldValue value = key.Read(message, ref state);
        if (value.Kind != FieldValueKind.Text)
            return false;
        if (_map is not null)
            return _map.TryGet(value.Utf8, out _);
        foreach (byte[] text in texts)
        {
            if (value.Utf8.SequenceEqual(text))
                return true;
        }

        return false;
    }

    private static Utf8Map<bool> MapOf(byte[][] texts)
    {
        var map = new Utf8Map<bool>();
        foreach (byte[] text in texts)
        {
            if (!map.TryGet(text, out _))
                map.Add(text, true);
        }

        return map;
    }
}
