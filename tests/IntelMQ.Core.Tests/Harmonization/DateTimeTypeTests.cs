using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Harmonization;
using IntelMQ.Text;

namespace IntelMQ.Core.Tests.Harmonization;

public class DateTimeTypeTests
{
    private static readonly DateTimeType Type = new();

    [Theory]
    [InlineData("2021-08-31T08:16:10+00:00")]
    [InlineData("2021-08-31T08:16:10.1+00:00")]
    [InlineData("2021-08-31T08:16:10.000+00:00")]
    [InlineData("2021-08-31T08:16:10.123456+00:00")]
    [InlineData("2021-8-3T8:6:1+00:00")]
    [InlineData("2021-8-3T8:6:1.5+00:00")]
    [InlineData("0001-01-01T00:00:00+00:00")]
    [InlineData("2024-02-29T23:59:59+00:00")]
    public void The_valid_form_is_kept_as_it_is(string text)
    {
        Assert.True(Type.IsValid(FieldValue.Text(Encoding.UTF8.GetBytes(text)), out string? reason), reason);
        Assert.Equal(text, Convert(text));
    }

    [Theory]
    [InlineData("2021-08-31 08:16:10", "2021-08-31T08:16:10+00:00")]
    [InlineData("2021-08-31T08:16:10", "2021-08-31T08:16:10+00:00")]
    [InlineData("2021-08-31 08:16:10 UTC", "2021-08-31T08:16:10+00:00")]
    [InlineData("2021-08-31 08:16:10 GMT", "2021-08-31T08:16:10+00:00")]
    [InlineData("2021-08-31T08:16:10Z", "2021-08-31T08:16:10+00:00")]
    [InlineData("2021-08-31 08:16:10+00", "2021-08-31T08:16:10+00:00")]
    [InlineData("2021-08-31 08:16:10+00:00", "2021-08-31T08:16:10+00:00")]
    [InlineData("2021-08-31T08:16:10-0000", "2021-08-31T08:16:10+00:00")]
    [InlineData("2021-08-31 08:16:10.000000", "2021-08-31T08:16:10+00:00")]
    [InlineData("2021-08-31 08:16:10.5", "2021-08-31T08:16:10.500000+00:00")]
    [InlineData("2021-08-31T08:16:10.1234567899+00:00", "2021-08-31T08:16:10.123456+00:00")]
    [InlineData("2021-08-31T08:16:10.25+05:00", "2021-08-31T03:16:10.250000+00:00")]
    [InlineData("2021-08-31 08:16:10 -0130", "2021-08-31T09:46:10+00:00")]
    [InlineData("2021-12-31 23:30:00-01", "2022-01-01T00:30:00+00:00")]
    [InlineData("2021-08-31T08:16:10+02:00 UTC", "2021-08-31T06:16:10+00:00")]
    public void The_usual_forms_become_the_valid_form(string text, string expected) => Assert.Equal(expected, Convert(text));

    [Theory]
    [InlineData("2021-08-31", "2021-08-31T00:00:00+00:00")]
    [InlineData("20210831", "2021-08-31T00:00:00+00:00")]
    [InlineData("20210831T081610Z", "2021-08-31T08:16:10+00:00")]
    [InlineData("20210831081610", "2021-08-31T08:16:10+00:00")]
    [InlineData("2021/08/31 08:16", "2021-08-31T08:16:00+00:00")]
    [InlineData("Tue, 31 Aug 2021 08:16:10 +0100", "2021-08-31T07:16:10+00:00")]
    [InlineData("Tue Aug 31 08:16:10 2021", "2021-08-31T08:16:10+00:00")]
    [InlineData("Tue Aug 31 08:16:10 UTC 2021", "2021-08-31T08:16:10+00:00")]
    [InlineData("31/Aug/2021:08:16:10 +0100", "2021-08-31T07:16:10+00:00")]
    [InlineData("31 August 2021", "2021-08-31T00:00:00+00:00")]
    [InlineData("August 31st, 2021 at 8:16 pm", "2021-08-31T20:16:00+00:00")]
    [InlineData("8/31/2021 12:16:10 AM", "2021-08-31T00:16:10+00:00")]
    [InlineData("  2021-08-31 08:16:10\u00a0", "2021-08-31T08:16:10+00:00")]
    [InlineData("# Generated 2021-08-31 08:16:10 by example", "2021-08-31T08:16:10+00:00")]
    [InlineData("2021-08-31 10h30m15.5s", "2021-08-31T10:30:15.500000+00:00")]
    [InlineData("2021-08-31 08:16:10,123", "2021-08-31T08:16:10.123000+00:00")]
    public void Other_forms_are_recognised(string text, string expected) => Assert.Equal(expected, Convert(text));

    [Theory]
    [InlineData("01/02/2021", "2021-01-02T00:00:00+00:00")]
    [InlineData("13/02/2021", "2021-02-13T00:00:00+00:00")]
    [InlineData("01.07.2021 12:00", "2021-01-07T12:00:00+00:00")]
    [InlineData("03-Nov-15", "2015-11-03T00:00:00+00:00")]
    [InlineData("31-12-75", "2075-12-31T00:00:00+00:00")]
    [InlineData("31-12-76", "1976-12-31T00:00:00+00:00")]
    public void Ambiguous_numbers_are_month_first_and_short_years_are_near(string text, string expected) => Assert.Equal(expected, Convert(text));

    [Theory]
    [InlineData("2021-08-31 08:16:10 UTC+3", "2021-08-31T05:16:10+00:00")]
    [InlineData("2021-08-31 08:16:10 UTC-3", "2021-08-31T11:16:10+00:00")]
    [InlineData("2021-08-31 08:16:10 UTC+03:30", "2021-08-31T04:46:10+00:00")]
    [InlineData("2021-08-31 08:16:10 UTC +3", "2021-08-31T05:16:10+00:00")]
    [InlineData("2021-08-31 08:16:10 GMT+0200", "2021-08-31T06:16:10+00:00")]
    [InlineData("2021-08-31 08:16:10GMT+2", "2021-08-31T06:16:10+00:00")]
    [InlineData("Tue, 31 Aug 2021 08:16:10 GMT +0200", "2021-08-31T06:16:10+00:00")]
    [InlineData("Tue, 31 Aug 2021 08:16:10 UT-0500", "2021-08-31T13:16:10+00:00")]
    [InlineData("Tue Aug 31 2021 08:16:10 GMT+0200 (Central European Summer Time)", "2021-08-31T06:16:10+00:00")]
    [InlineData("Tue Aug 31 2021 08:16:10 GMT-0400 (EDT)", "2021-08-31T12:16:10+00:00")]
    [InlineData("Tue Aug 31 2021 08:16:10 GMT+0530 (GMT+05:30)", "2021-08-31T02:46:10+00:00")]
    [InlineData("Tue Aug 31 2021 08:16:10 GMT+0900 (Sat 5 Mar)", "2021-08-30T23:16:10+00:00")]
    [InlineData("2021-08-31 08:16:10 +0200 (UTC)", "2021-08-31T06:16:10+00:00")]
    [InlineData("2021-08-31 08:16:10 +0200 (CEST)", "2021-08-31T06:16:10+00:00")]
    [InlineData("2021-08-31 08:16:10 +0530 IST", "2021-08-31T02:46:10+00:00")]
    [InlineData("2021-08-31 08:16:10 IST+0530", "2021-08-31T02:46:10+00:00")]
    [InlineData("2021-08-31 08:16:10 EST-0500", "2021-08-31T13:16:10+00:00")]
    [InlineData("2021-08-31 08:16:10Z", "2021-08-31T08:16:10+00:00")]
    public void Plus_is_east_of_Greenwich(string text, string expected) => Assert.Equal(expected, Convert(text));

    [Theory]
    [InlineData("2021-08-31 08:16:10 \u22120500", "2021-08-31T13:16:10+00:00")]
    [InlineData("2021-08-31T08:16:10\u221205:00", "2021-08-31T13:16:10+00:00")]
    [InlineData("2021-08-31 08:16:10 UTC\u22125", "2021-08-31T13:16:10+00:00")]
    [InlineData("2021-08-31 08:16:10 \u20130500", "2021-08-31T13:16:10+00:00")]
    [InlineData("2021\u201108\u201131 08:16:10", "2021-08-31T08:16:10+00:00")]
    [InlineData("2021-08-31 08\uFF1A16\uFF1A10 \uFF0B0200", "2021-08-31T06:16:10+00:00")]
    public void What_looks_like_a_sign_is_one(string text, string expected) => Assert.Equal(expected, Convert(text));

    [Theory]
    [InlineData("EST", "13:16:10")]
    [InlineData("EDT", "12:16:10")]
    [InlineData("CST", "14:16:10")]
    [InlineData("CDT", "13:16:10")]
    [InlineData("MST", "15:16:10")]
    [InlineData("MDT", "14:16:10")]
    [InlineData("PST", "16:16:10")]
    [InlineData("PDT", "15:16:10")]
    [InlineData("UT", "08:16:10")]
    [InlineData("WET", "08:16:10")]
    [InlineData("WEST", "07:16:10")]
    [InlineData("CET", "07:16:10")]
    [InlineData("CEST", "06:16:10")]
    [InlineData("EET", "06:16:10")]
    [InlineData("EEST", "05:16:10")]
    [InlineData("MSK", "05:16:10")]
    public void Names_of_zones_mean_what_everybody_means(string zone, string time)
    {
        string expected = $"2021-08-31T{time}+00:00";
        Assert.Equal(expected, Convert($"2021-08-31 08:16:10 {zone}"));
        Assert.Equal(expected, Convert($"2021-08-31 08:16:10.0 ({zone.ToLowerInvariant()})"));
        Assert.Equal(expected, Convert($"Tue, 31 Aug 2021 08:16:10 {zone}"));
        Assert.Equal(expected, Convert($"Tue Aug 31 08:16:10 {zone} 2021"));
        Assert.Equal(expected, Convert($"8/31/2021 8:16:10 AM {zone}"));
        Assert.Equal(expected, Convert($"20210831081610{zone}"));
        Assert.Equal(expected, Convert($"08:16:10, Aug 31 2021 {zone}"));
    }

    [Fact]
    public void A_zone_takes_the_time_into_another_day()
        => Assert.Equal("2021-08-30T23:16:10+00:00", Convert("2021-08-31 08:16:10 JST"));

    [Theory]
    [InlineData("2021-08-31 08:16:10 IST")]
    [InlineData("2021-08-31 08:16:10 BST")]
    [InlineData("2021-08-31 08:16:10 (AST)")]
    [InlineData("2021-08-31 08:16:10 [HKT]")]
    [InlineData("2021-08-31 08:16:10XYZ")]
    [InlineData("2021-08-31 8:16 PM ET")]
    [InlineData("Tue Aug 31 08:16:10 IST 2021")]
    [InlineData("2021-08-31 08:16:10 B")]
    [InlineData("2021-08-31 08:16:10 Europe/Vienna")]
    [InlineData("2021-08-31 08:16:10 Etc/GMT-2")]
    [InlineData("2021-08-31 08:16:10 IST+3")]
    [InlineData("2021-08-31 08:16:10 EST+0200")]
    [InlineData("2021-08-31 08:16:10 EST5EDT")]
    [InlineData("2021-08-31 08:16:10 +0260")]
    [InlineData("2021-08-31 08:16:10 +2500")]
    public void A_zone_that_nobody_can_be_sure_of_refuses_the_time(string text) => Assert.Null(Convert(text));

    [Theory]
    [InlineData("2021-08-31 08:16:10 by ACME", "2021-08-31T08:16:10+00:00")]
    [InlineData("AT 08:16:10 ON 31 AUG 2021", "2021-08-31T08:16:10+00:00")]
    [InlineData("08:16:10 TUE 31 AUG 2021", "2021-08-31T08:16:10+00:00")]
    [InlineData("2021-08-31 FOO", "2021-08-31T00:00:00+00:00")]
    public void Other_words_in_capitals_are_no_zones(string text, string expected) => Assert.Equal(expected, Convert(text));

    [Theory]
    [InlineData("foo")]
    [InlineData("not a date")]
    [InlineData("0")]
    [InlineData("1467374400")]
    [InlineData("1467374400.5")]
    [InlineData("99999999999999")]
    [InlineData("nan 2021-08-31")]
    [InlineData("192.0.2.7")]
    [InlineData("2001:db8::1")]
    [InlineData("2021-02-30")]
    [InlineData("2021-02-29T00:00:00Z")]
    [InlineData("2021-08-31 24:00:00")]
    [InlineData("2021-08-31 08:60:00")]
    [InlineData("2021-08-31 08:16:60")]
    [InlineData("2021-08-31 08:16:10+24:00")]
    [InlineData("0001-01-01 00:00:00+01:00")]
    [InlineData("9999-12-31 23:59:59-01:00")]
    [InlineData("2021-08-")]
    [InlineData("2021-08-31 1 2")]
    [InlineData("2021-08-48852 00:00:02")]
    public void Garbage_is_refused(string text) => Assert.Null(Convert(text));

    [Theory]
    [InlineData("2021")]
    [InlineData("2021-08")]
    [InlineData("August 2021")]
    [InlineData("08-31")]
    [InlineData("31 Aug 08:16")]
    [InlineData("08:16:10")]
    [InlineData("Tuesday")]
    [InlineData("+00:00")]
    public void What_todays_date_would_have_to_complete_is_refused(string text) => Assert.Null(Convert(text));

    [Fact]
    public void A_text_too_long_for_a_date_is_refused()
        => Assert.Null(Convert("2021-08-31 " + new string('x', 200)));

    [Fact]
    public void Other_values_than_texts_are_refused()
    {
        var buffer = new Utf8Buffer();
        Assert.False(Type.Convert(FieldValue.Number("20210831"u8), buffer).IsValid);
        Assert.False(Type.Convert(FieldValue.Boolean(true), buffer).IsValid);
        Assert.False(Type.Convert(FieldValue.Null, buffer).IsValid);
        Assert.False(Type.IsValid(FieldValue.Number("20210831"u8), out _));
    }

    [Theory]
    [InlineData("2021-08-31 08:16:10+00:00")]
    [InlineData("2021-08-31T08:16:10")]
    [InlineData("2021-08-31T08:16:10Z")]
    [InlineData("2021-08-31T08:16:10.1234567+00:00")]
    [InlineData("2021-08-31T08:16:10.+00:00")]
    [InlineData("2021-08-31T08:16:10+02:00")]
    [InlineData("2021-02-30T08:16:10+00:00")]
    [InlineData(" 2021-08-31T08:16:10+00:00")]
    [InlineData("21-08-31T08:16:10+00:00")]
    [InlineData("")]
    public void Other_forms_are_not_valid_as_they_stand(string text)
        => Assert.False(Type.IsValid(FieldValue.Text(Encoding.UTF8.GetBytes(text)), out _));

    [Fact]
    public void Converting_again_changes_nothing()
        => Prop.ForAll(TimeTexts.Mutated, text => Convert(text) is not { } once || Convert(once) == once).Check(Fuzz.Quick);

    [Fact]
    public void What_was_converted_is_valid()
        => Prop.ForAll(TimeTexts.Mutated, text => Convert(text) is not { } once || Type.IsValid(FieldValue.Text(Encoding.UTF8.GetBytes(once)), out _))
            .Check(Fuzz.Quick);

    [Fact]
    public void Nothing_throws_on_any_bytes()
        => Prop.ForAll<byte[]>(bytes =>
        {
            Type.Convert(FieldValue.Text(bytes), new Utf8Buffer());
            Type.IsValid(FieldValue.Text(bytes), out _);
        }).Check(Fuzz.Quick);

    [Fact]
    public void The_short_cut_agrees_with_the_general_parser()
        => Prop.ForAll(TimeTexts.Mutated, text =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            if (!PlainTime.TryRead(bytes, out ClockReading reading, out _) || bytes.Length > TimeLexer.MaxLength)
                return true;
            bool isPlain = reading.TryGetInstant(out DateTimeOffset plain);
            bool isFuzzy = FuzzyTime.TryParse(bytes, skipWords: true, missingYear: null, out DateTimeOffset fuzzy);
            return isPlain == isFuzzy && plain == fuzzy;
        }).Check(Fuzz.Quick);

    private static string? Convert(string text)
    {
        var buffer = new Utf8Buffer();
        FieldValue value = FieldValue.Text(Encoding.UTF8.GetBytes(text));
        Harmonized result = Type.Convert(value, buffer);
        return result.IsValid ? result.Value(value, buffer).ToString() : null;
    }
}
