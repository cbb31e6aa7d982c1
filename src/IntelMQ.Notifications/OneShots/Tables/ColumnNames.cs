using System.Globalization;
using IntelMQ.Text;

namespace IntelMQ.Notifications.OneShots.Tables;

/// <summary>Names of columns as they are shown: short, printable, each once.</summary>
internal static class ColumnNames
{
    private const int Longest = 100;

    public static IReadOnlyList<string> Of(IReadOnlyList<string> cells, bool isHeader)
    {
        var names = new string[cells.Count];
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++)
        {
            string name = isHeader ? Printable.Of(cells[i].Trim('\uFEFF', ' ')) : "";
            if (name.Length == 0)
                name = string.Create(CultureInfo.InvariantCulture, $"column {i + 1}");
            if (name.Length > Longest)
                name = name[..Longest];
            string one = name;
            for (int again = 2; !taken.Add(one); again++)
                one = string.Create(CultureInfo.InvariantCulture, $"{name} ({again})");
            names[i] = one;
        }

        return names;
    }
}
