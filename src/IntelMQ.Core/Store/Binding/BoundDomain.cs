using IntelMQ.Harmonization;

namespace IntelMQ.Store;

internal sealed class BoundDomain(BoundField field, string domain) : BoundTest(field)
{
    private readonly byte[] _below = System.Text.Encoding.UTF8.GetBytes("." + domain);

    public string Domain => domain;

    public override bool Matches(FieldValue value) => value.Utf8.SequenceEqual(_below.AsSpan(1)) || value.Utf8.EndsWith(_below);
}
