using IntelMQ.Harmonization;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Sieve.Execution;

/// <summary>What has no key: <c>extra</c> as a whole, names that the schema lacks, and names that a variable holds.</summary>
internal sealed class NamedSieveKey(string? name, SieveOperand? variable) : SieveKey
{
    public override string? FixedName => name;

    public override FieldValue Read(Event message, ref SieveState state)
    {
        string field = Name(ref state);
        if (field != "extra")
            return message[field];
        return message.ExtraAsJson() is { } json ? FieldValue.Text(json) : FieldValue.Missing;
    }

    public override bool Exists(Event message, ref SieveState state) => message.Contains(Name(ref state));

    public override SetResult Add(Event message, FieldValue value, ref SieveState state) => message.TryAdd(Name(ref state), value);

    public override SetResult Set(Event message, FieldValue value, ref SieveState state) => message.Set(Name(ref state), value);

    public override bool Remove(Event message, ref SieveState state) => message.Remove(Name(ref state));

    private string Name(ref SieveState state) => name ?? FieldValue.Text(variable!.ReadText(ref state)).ToString();
}
