using System.Text;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Bots.Parsers.Cymru;

/// <summary>
/// Parses the files of Team Cymru's CSIRT Assistance Program, in their old and their new form: a comment says which. Comments stand in front
/// of each line in <c>raw</c>. A line with several destination ports is as many events.
/// </summary>
[Bot("intelmq.bots.parsers.cymru.parser_cap_program", BotKind.Parser)]
public sealed partial class CymruCapParser(PlainParserOptions options, BotServices services) : EventParser(options, services)
{
    private const int Cells = 6;

    // What comments may take in front of each line, so that a report of comments and lines in turn costs no more than others.
    private const int MaxPreamble = 64 * 1024;
    private const int MaxComments = 256;

    private enum Form
    {
        Unknown,
        Old,
        New,
    }

    /// <inheritdoc/>
    protected override IEnumerable<ParsedItem> ReadElements(Report report)
        => ForEach(report, CapLinesOf(report), static line => line.Whole, line => ReadLine(report, line));

    private static IEnumerable<CapLine> CapLinesOf(Report report)
    {
        var comments = new Utf8Buffer();
        int count = 0;
        var form = Form.Unknown;
        foreach (ReportLine untrimmed in LinesOf(TextOf(report)))
        {
            ReportLine line = untrimmed.Trimmed();
            if (line.Text.IsEmpty)
                continue;
            if (line.Text.Span[0] == (byte)'#')
            {
                form = FormOf(line.Text.Span, form);
                if (++count <= MaxComments && comments.Length + line.Text.Length < MaxPreamble)
                {
                    comments.Append(line.Text.Span);
                    comments.Append((byte)'\n');
                }

                continue;
            }

            yield return new CapLine(line, comments.WrittenSpan.ToArray(), form);
        }
    }

    private static Form FormOf(ReadOnlySpan<byte> comment, Form form)
        => comment.IndexOf("generated on"u8) >= 0 ? Form.New
            : comment.IndexOf("Data file written at"u8) >= 0 ? Form.Old
            : form;

    private IReadOnlyList<ParsedItem> ReadLine(Report report, CapLine line)
    {
        if (IsTooLong(line.Line))
            return [FailTooLong(report, line.Line)];
        (ReportLine whole, Form form) = (line.Whole, line.Form);
        string[] cells = Encoding.UTF8.GetString(line.Line.Text.Span).Split('|', Cells + 1);
        if (cells.Length != Cells)
            return [Fail(report, whole, $"The line has not the {Cells} cells that it must have.")];
        if (form == Form.Unknown)
            return [Fail(report, whole, "No comment in front of the line says which form the file has.")];
        var draft = new EventDraft(NewEvent(report));
        draft.Add(Fields.Source.Ip, cells[1]);
        if (cells[2] != "0")
            draft.AddDetail(Fields.Source.Asn, cells[2], "asn");
        draft.Add(Fields.Time.Source, cells[3] + " GMT");
        List<string>? ports = null;
        if (form == Form.New)
            ports = new CymruCapNotes(draft, cells).Read();
        else
            CymruCapOldForm.Read(draft, cells);
        if (draft.IsBroken)
            return [Fail(report, whole, draft.Field, draft.Reason!)];
        SetRaw(draft.Event, whole.Text);
        return ports is not { Count: > 0 } ? [Finish(draft.Event, report, whole)] : ForPorts(report, whole, draft.Event, ports);
    }

    private IReadOnlyList<ParsedItem> ForPorts(Report report, ReportLine whole, Event template, List<string> ports)
    {
        var events = new List<Event>(ports.Count);
        foreach (string port in ports)
        {
            var draft = new EventDraft(template.Clone());
            draft.Add(Fields.Destination.Port, port);
            if (draft.IsBroken)
                return [Fail(report, whole, draft.Field, draft.Reason!)];
            events.Add(draft.Event);
        }

        return Finish(events, report, whole);
    }

    /// <summary>A line, and the comments in front of it.</summary>
    private readonly record struct CapLine(ReportLine Line, byte[] Comments, Form Form)
    {
        public ReportLine Whole => Line with { Text = (byte[])[.. Comments, .. Line.Text.Span] };
    }
}
