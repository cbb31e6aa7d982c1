using FsCheck;
using FsCheck.Fluent;

namespace IntelMQ.Core.Tests.Harmonization;

/// <summary>Texts that are dates, or were before something happened to them.</summary>
internal static class TimeTexts
{
    private static readonly string[] Forms =
    [
        "2021-08-31 08:16:10", "2021-08-31T08:16:10.123+02:00", "2021-08-31T08:16:10+00:00", "Tue, 31 Aug 2021 08:16:10 GMT",
        "31/Aug/2021:08:16:10 +0100", "8/31/21 2:05 PM", "20210831T081610Z", "Aug-31-2021", "10h30m 5s 2021.08.31", "2021-08-31 08:16:10 UTC+3",
    ];

    private static readonly string[] Pieces = ["0", "1", "9", "99", ":", "-", "+", "/", ".", ",", " ", "T", "Z", "a", "pm", "Jan", "of", "é", "٣", "\0", "😀"];

    public static Arbitrary<string> Mutated { get; } = Arb.From(
        from form in Gen.Elements(Forms)
        from edits in Gen.ListOf(from at in Gen.Choose(0, 40) from cut in Gen.Choose(0, 3) from piece in Gen.Elements(Pieces) select (at, cut, piece), 3)
        select edits.Aggregate(form, (text, edit) => Edit(text, edit.at, edit.cut, edit.piece)));

    private static string Edit(string text, int at, int cut, string piece)
    {
        at = Math.Min(at, text.Length);
        cut = Math.Min(cut, text.Length - at);
        return text[..at] + (cut == 3 ? "" : piece) + text[(at + cut)..];
    }
}
