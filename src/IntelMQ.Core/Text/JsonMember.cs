using System.Runtime.InteropServices;
using System.Text.Json;

namespace IntelMQ.Text;

/// <summary>A name and value of a JSON object, the name without escapes.</summary>
internal readonly record struct JsonMember(byte[] Name, JsonElement Value, int Order)
{
    private static readonly Comparison<JsonMember> ByName = static (left, right) =>
    {
        int order = left.Name.AsSpan().SequenceCompareTo(right.Name);
        return order != 0 ? order : left.Order.CompareTo(right.Order);
    };

    /// <summary>
    /// An object's members, by name (in code point order) or in source order. Of several with one name the last value counts, at the
    /// place of the first, as in Python.
    /// </summary>
    public static List<JsonMember> Of(JsonElement value, bool sorted)
    {
        var members = new List<JsonMember>();
        var name = new Utf8Buffer(64);
        foreach (JsonProperty property in value.EnumerateObject())
        {
            name.Clear();
            JsonStrings.Unescape(JsonMarshal.GetRawUtf8PropertyName(property), name);
            members.Add(new JsonMember(name.ToArray(), property.Value, members.Count));
        }

        if (members.Count < 2)
            return members;
        members.Sort(ByName);
        int kept = 0;
        for (int i = 1; i < members.Count; i++)
        {
            if (members[i].Name.AsSpan().SequenceEqual(members[kept].Name))
                members[kept] = members[kept] with { Value = members[i].Value };
            else
                members[++kept] = members[i];
        }

        members.RemoveRange(kept + 1, members.Count - kept - 1);
        if (!sorted)
            members.Sort(static (left, right) => left.Order.CompareTo(right.Order));
        return members;
    }
}
