using System.Buffers;
using System.Text;
using CsvHelper;
using IntelMQ.Failures;
using IntelMQ.Harmonization;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Text;

namespace IntelMQ.Bots;

/// <summary>Hands the rows of one table to the machine.</summary>
internal sealed class CsvRows(CsvRowReader rows, RowMachine machine, CsvFormat format, ReadOnlyMemory<byte> table)
{
    private readonly RowError? _tableError = machine.Plan.Errors is [var first, ..] ? first : null;
    private LineCounter _lines = new(table);

    /// <summary>Hands the row that the reader stands on to the machine.</summary>
    public void ReadRow()
    {
        ReadOnlySpan<byte> line = rows.Line;
        if ((rows.Error ?? machine.CheckLength(line) ?? _tableError ?? CheckCells()) is { } error)
        {
            Fail(RowOutcome.Fail(error), line);
            return;
        }

        ReadOnlySpan<byte> kept = format.RawEnd == RawRowEnd.WithLineEnd ? table.Span[rows.Offset..(rows.LineEndOffset + LineEnd(table.Span, rows.LineEndOffset).Length)] : line;
        FillCells(kept);
        RowOutcome outcome = machine.Run(kept, format.RawEnd == RawRowEnd.Trimmed ? TrimmedLength(line) : kept.Length);
        if (outcome.Error is null)
            machine.Take(outcome, line, 0, rows.Offset);
        else
            Fail(outcome, line);
    }

    private void Fail(RowOutcome outcome, ReadOnlySpan<byte> line) => machine.Take(outcome, Replayable(line), _lines.At(rows.Offset), rows.Offset);

    private RowError? CheckCells()
    {
        int count = rows.Cells.FieldCount;
        if (rows.CellCount == 0 || count == rows.CellCount)
            return null;
        return new RowError(null, null, $"has {count} {(count == 1 ? "cell" : "cells")}, but {(format.HasHeader ? "the header has" : "a row must have")} {rows.CellCount}");
    }

    private void FillCells(ReadOnlySpan<byte> kept)
    {
        CsvReader reader = rows.Cells;
        int count = machine.Plan.NeedsAllCells ? reader.FieldCount : Math.Min(reader.FieldCount, machine.Plan.ColumnCount);
        bool plain = rows.IsPlain;
        RowCells cells = machine.Cells;
        cells.Begin(count);
        for (int i = 0; i < count; i++)
            cells.SetOfTable(i, kept, reader.GetSpan(i), plain);
    }

    /// <summary>The line end at a place, empty at the text's end.</summary>
    public static ReadOnlySpan<byte> LineEnd(ReadOnlySpan<byte> text, int place) => text[place..] switch
    {
        [(byte)'\r', (byte)'\n', ..] => "\r\n"u8,
        [(byte)'\r', ..] => "\r"u8,
        [(byte)'\n', ..] => "\n"u8,
        _ => default,
    };

    /// <summary>Whether a header begins with what is dropped at a table's start; behind comments, it may.</summary>
    public static bool BeginsWithDropped(ReadOnlySpan<byte> header) => FeedText.ByteOrderMarkLength(header) > 0
        || (Rune.DecodeFromUtf8(header, out Rune first, out _) == OperationStatus.Done && Utf8Text.IsWhiteSpace(first));

    /// <summary>The row that the reader stands on, written with quotes around every cell.</summary>
    public static byte[] Quote(CsvReader reader, char separator)
    {
        var quoted = new Utf8Buffer(reader.RawRecord.Length + (3 * reader.FieldCount) + 1);
        for (int i = 0; i < reader.FieldCount; i++)
        {
            if (i > 0)
                quoted.Append((byte)separator);
            quoted.Append((byte)'"');
            ReadOnlySpan<byte> cell = reader.GetSpan(i);
            for (int quote = cell.IndexOf((byte)'"'); quote >= 0; quote = cell.IndexOf((byte)'"'))
            {
                quoted.Append(cell[..(quote + 1)]);
                quoted.Append((byte)'"');
                cell = cell[(quote + 1)..];
            }

            quoted.Append(cell);
            quoted.Append((byte)'"');
        }

        return quoted.ToArray();
    }

    /// <summary>Refuses what would stand in front of every line of a report and is too long for that.</summary>
    /// <exception cref="InvalidReportException">It is too long.</exception>
    public static void CheckPrefix(int length)
    {
        if (length > MessageScope.MaxPrefix)
            throw new InvalidReportException($"The header has {length} bytes, more than the {MessageScope.MaxPrefix} that a table may have.");
    }

    private static int TrimmedLength(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> trimmed = Utf8Text.Trim(line);
        return trimmed.Length == line.Length || !line.Overlaps(trimmed, out int start) ? trimmed.Length : start + trimmed.Length;
    }

    // White space at the ends, and a byte order mark in front, would be lost when the line is parsed on its own.
    private ReadOnlySpan<byte> Replayable(ReadOnlySpan<byte> line)
    {
        bool changes = Utf8Text.Trim(line).Length != line.Length || (!format.HasHeader && FeedText.ByteOrderMarkLength(line) > 0);
        if (!changes || machine.CheckLength(line) is not null)
            return line;
        if (rows.Error is null)
            return Quote(rows.Cells, format.Separator);

        // A row that lost a quote: its last cell stays open.
        using CsvReader reader = rows.ReadAlone();
        return Quote(reader, format.Separator).AsSpan()[..^1];
    }
}
