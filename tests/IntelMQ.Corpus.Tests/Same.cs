using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntelMQ.Corpus.Tests;

/// <summary>
/// When two JSON values are the same: whole numbers by their value, other numbers within a billionth, everything else exactly.
/// </summary>
internal static class Same
{
    private const double Tolerance = 1e-9;

    public static bool Values(JsonNode? left, JsonNode? right)
    {
        if (left is null || right is null)
            return left is null && right is null;
        JsonValueKind kind = left.GetValueKind();
        if (kind != right.GetValueKind())
            return false;
        return kind switch
        {
            JsonValueKind.Number => Numbers(left.ToJsonString(), right.ToJsonString()),
            JsonValueKind.Object => Objects(left.AsObject(), right.AsObject()),
            JsonValueKind.Array => Arrays(left.AsArray(), right.AsArray()),
            JsonValueKind.String => left.GetValue<string>() == right.GetValue<string>(),
            _ => true,
        };
    }

    public static bool Objects(JsonObject left, JsonObject right)
        => left.Count == right.Count && left.All(member => right.TryGetPropertyValue(member.Key, out JsonNode? other) && Values(member.Value, other));

    private static bool Arrays(JsonArray left, JsonArray right)
        => left.Count == right.Count && left.Zip(right).All(static pair => Values(pair.First, pair.Second));

    private static bool Numbers(string left, string right)
    {
        if (IsWhole(left) && IsWhole(right))
            return BigInteger.Parse(left, CultureInfo.InvariantCulture) == BigInteger.Parse(right, CultureInfo.InvariantCulture);
        double a = double.Parse(left, CultureInfo.InvariantCulture);
        double b = double.Parse(right, CultureInfo.InvariantCulture);
        return a.Equals(b) || Math.Abs(a - b) <= Tolerance * Math.Max(Math.Abs(a), Math.Abs(b));
    }

    private static bool IsWhole(string number) => number.AsSpan().IndexOfAny('.', 'e', 'E') < 0;
}
