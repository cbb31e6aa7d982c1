using System.Text.Json;

namespace IntelMQ.Pipelines;

/// <summary>Compares JSON values as they are written: objects have an order, since parameters such as maps of rules do, and numbers have digits.</summary>
internal static class JsonValues
{
    public static bool AreEqual(JsonElement a, JsonElement b)
    {
        if (a.ValueKind != b.ValueKind)
            return false;
        return a.ValueKind switch
        {
            JsonValueKind.Object => a.EnumerateObject().SequenceEqual(b.EnumerateObject(), PropertyComparer.Instance),
            JsonValueKind.Array => a.GetArrayLength() == b.GetArrayLength() && a.EnumerateArray().SequenceEqual(b.EnumerateArray(), ElementComparer.Instance),
            JsonValueKind.String => a.GetString() == b.GetString(),
            JsonValueKind.Number => a.GetRawText() == b.GetRawText(),
            _ => true,
        };
    }

    private sealed class ElementComparer : IEqualityComparer<JsonElement>
    {
        public static ElementComparer Instance { get; } = new();

        public bool Equals(JsonElement x, JsonElement y) => AreEqual(x, y);

        public int GetHashCode(JsonElement obj) => (int)obj.ValueKind;
    }

    private sealed class PropertyComparer : IEqualityComparer<JsonProperty>
    {
        public static PropertyComparer Instance { get; } = new();

        public bool Equals(JsonProperty x, JsonProperty y) => x.Name == y.Name && AreEqual(x.Value, y.Value);

        public int GetHashCode(JsonProperty obj) => obj.Name.GetHashCode(StringComparison.Ordinal);
    }
}
