using System.Text.Json;

namespace IntelMQ.Pipelines;

/// <summary>The names of settings: of one setting all forms are the same, <c>BatchSize</c>, <c>batch_size</c>, <c>batchsize</c>.</summary>
internal static class SettingNames
{
    public static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    public static bool AreSame(string a, string b) => string.Equals(Plain(a), Plain(b), StringComparison.Ordinal);

    /// <summary>The form of JSON and YAML.</summary>
    public static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
