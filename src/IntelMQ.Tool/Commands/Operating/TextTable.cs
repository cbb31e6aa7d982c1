using Cell = Spectre.Console.Text;
using IntelMQ.Hosting.Control;
using IntelMQ.Text;
using Spectre.Console;

namespace IntelMQ.Tool.Commands.Operating;

/// <summary>A table for people on a terminal; in a pipe, lines whose columns are parted by tabs.</summary>
internal static class TextTable
{
    public static void Write(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (Console.IsOutputRedirected)
        {
            foreach (IReadOnlyList<string> row in rows)
                Console.Out.WriteLine(string.Join('\t', row.Select(Printable.Of)));
            return;
        }

        var table = new Table { Border = TableBorder.Simple };
        foreach (string header in headers)
            table.AddColumn(new TableColumn(new Cell(header)));
        foreach (IReadOnlyList<string> row in rows)
            table.AddRow(row.Select(static cell => new Cell(Printable.Of(cell), StyleOf(cell))));
        AnsiConsole.Write(table);
    }

    private static Style StyleOf(string cell) => cell switch
    {
        BotStates.Running => new Style(Color.Green),
        BotStates.Stopped => new Style(Color.Red),
        BotStates.Disabled or BotStates.Unknown => new Style(Color.Grey),
        _ => Style.Plain,
    };
}
