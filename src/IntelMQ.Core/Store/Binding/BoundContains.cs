using IntelMQ.Harmonization;

namespace IntelMQ.Store;

internal sealed class BoundContains(BoundField field, string text) : BoundTest(field)
{
    private readonly byte[] _text = System.Text.Encoding.UTF8.GetBytes(text);

    public string Text => text;

    public override bool Matches(FieldValue value) => value.Kind == FieldValueKind.Text && value.Utf8.IndexOf(_text) >= 0;
}
