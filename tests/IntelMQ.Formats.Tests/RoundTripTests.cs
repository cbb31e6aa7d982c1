using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Export;
using IntelMQ.Formats.Tests.Support;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;

namespace IntelMQ.Formats.Tests;

/// <summary>What the tables say comes back does, and nothing else.</summary>
public sealed class RoundTripTests
{
    public static TheoryData<string> Formats { get; } = new(TestedFormats.All.Select(static format => format.Name));

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_the_table_keeps_comes_back_as_it_was(string name)
    {
        EventFormat format = TestedFormats.Of(name);
        HashSet<string> kept = [.. format.Rows.Where(static row => row.Direction == FormatDirection.Both).SelectMany(static row => row.Field.Split(", "))];
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), number =>
        {
            Event written = SampleEvents.Of(number);
            string document = format.ToText(written);
            FormatRead read = format.Read(Encoding.UTF8.GetBytes(document));
            Assert.True(read.Reason is null, $"{read.Reason} {document}");
            Assert.True(read.Complaints.Count == 0, $"{string.Join(' ', read.Complaints)} {document}");
            Event back = Assert.Single(read.Events);
            foreach (FieldEntry field in written)
            {
                if (kept.Contains(field.Key.IsExtra ? "extra" : field.Key.Name))
                    Assert.True(JsonOf(written, field.Key) == JsonOf(back, field.Key), $"{field.Key}: {JsonOf(back, field.Key)}, not {JsonOf(written, field.Key)}, of {document}");
            }

            foreach (FieldEntry field in back)
                Assert.True(JsonOf(written, field.Key) == JsonOf(back, field.Key), $"{field.Key} is {JsonOf(back, field.Key)} and was {JsonOf(written, field.Key)}, of {document}");
        }).Check(Fuzz.Cases(500));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_same_event_gives_the_same_line(string name)
    {
        EventFormat format = TestedFormats.Of(name);
        foreach (Event message in SampleEvents.Many(200))
        {
            string document = format.ToText(message);
            Assert.Equal(document, format.ToText(message.Clone()));
            Assert.DoesNotContain('\n', document);
            Assert.DoesNotContain('\r', document);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Any_text_is_read_or_refused_with_a_reason(string name)
    {
        EventFormat format = TestedFormats.Of(name);
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text => Holds(format.Read(Encoding.UTF8.GetBytes(text ?? "")))).Check(Fuzz.Quick);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_damaged_document_is_read_or_refused_with_a_reason(string name)
    {
        EventFormat format = TestedFormats.Of(name);
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), number =>
        {
            byte[] document = Encoding.UTF8.GetBytes(format.ToText(SampleEvents.Of(number)));
            var random = new Random(number);
            for (int i = random.Next(1, 4); i > 0; i--)
                document[random.Next(document.Length)] = (byte)"\"{}[],:\\0aé\u0000"[random.Next(12)];
            Holds(format.Read(document.AsSpan(0, random.Next(3) == 0 ? random.Next(document.Length) : document.Length)));
        }).Check(Fuzz.Cases(500));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_document_that_is_too_long_is_refused(string name)
        => Assert.Contains("more than", TestedFormats.Of(name).Read(new byte[EventFormat.MaxBytes + 1]).Reason, StringComparison.Ordinal);

    private static void Holds(FormatRead read) => Assert.True(read.Reason is null ? read.Events.Count > 0 : read.Events.Count == 0 && read.Reason.EndsWith('.'), read.Reason);

    private static string JsonOf(Event message, FieldKey key)
    {
        var output = new Utf8Buffer();
        JsonFields.Append(message[key.Name], output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
