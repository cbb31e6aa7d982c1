using System.Globalization;
using IntelMQ.Export;
using IntelMQ.Harmonization;

namespace IntelMQ.Store;

/// <summary>
/// SQLite's dialect. Members of <c>extra</c> and networks are asked of this process, by <see cref="Function"/>; a network's addresses are
/// narrowed down by their text before, for which an index serves.
/// </summary>
internal sealed class SqliteStoreSql : StoreSql
{
    /// <summary>The function with the number of a condition and a column's value.</summary>
    public const string Function = "intelmq_fulfils";

    public override SqlEngine Engine => SqlEngine.Sqlite;

    public override string Typed(BoundField field, string? columnType, string parameter) => parameter;

    public override string Text(string column, FieldForm form, string columnType)
        => form == FieldForm.Boolean ? $"CASE {column} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE {column} END" : column;

    public override string Beginning(string column, TimeBucket span) => span switch
    {
        TimeBucket.Hour => $"substr({column}, 1, 13) || ':00:00+00:00'",
        TimeBucket.Day => $"substr({column}, 1, 10) || 'T00:00:00+00:00'",
        TimeBucket.Week => $"date(substr({column}, 1, 10), 'weekday 0', '-6 days') || 'T00:00:00+00:00'",
        _ => $"substr({column}, 1, 7) || '-01T00:00:00+00:00'",
    };

    public override string IsInside(SqlQuestion question, BoundNetworks test, string column, string columnType)
    {
        var ranges = new List<string>();
        foreach (IpNetworkValue network in test.Networks)
        {
            string prefix = PrefixOf(network);
            if (prefix.Length == 0)
                return Asked(question, test, column);
            // What begins so, lies before the text whose last character is the next one.
            string next = prefix[..^1] + (char)(prefix[^1] + 1);
            ranges.Add($"({column} >= {question.Add(prefix)} AND {column} < {question.Add(next)})");
        }

        return $"(({string.Join(" OR ", ranges)}) AND {Asked(question, test, column)})";
    }

    public override string IsBelow(string column, string domain, string below, int length)
        => string.Create(CultureInfo.InvariantCulture, $"({column} = {domain} OR substr({column}, -{length}) = {below})");

    public override string Contains(string column, string text) => $"({column} IS NOT NULL AND instr({column}, {text}) > 0)";

    public override string Member(SqlQuestion question, BoundTest test, string column, string columnType) => Asked(question, test, column);

    public override string HasMember(SqlQuestion question, BoundExists test, string column, string columnType) => Asked(question, test, column);

    public override string ByBytes(string column) => column;

    private static string Asked(SqlQuestion question, BoundFilter test, string column)
        => string.Create(CultureInfo.InvariantCulture, $"({column} IS NOT NULL AND {Function}({question.AddTest(test)}, {column}) = 1)");

    /// <summary>What the texts of all addresses of a network begin with: whole octets, and whole groups up to one that may be shortened.</summary>
    internal static string PrefixOf(IpNetworkValue network)
    {
        int parts = network.Address.IsIPv4 ? network.PrefixLength / 8 : network.PrefixLength / 16;
        UInt128 bits = network.Address.Bits;
        string prefix = "";
        for (int i = 0; i < parts; i++)
        {
            if (network.Address.IsIPv4)
            {
                prefix += string.Create(CultureInfo.InvariantCulture, $"{(uint)(bits >> (24 - (8 * i))) & 0xFF}") + (i == 3 ? "" : ".");
                continue;
            }

            uint group = (uint)(bits >> (112 - (16 * i))) & 0xFFFF;
            // A last group may be followed by nothing, or by the length of a network's prefix.
            if (group == 0 || i == 7)
                break;
            prefix += group.ToString("x", CultureInfo.InvariantCulture) + ":";
        }

        return prefix;
    }
}
