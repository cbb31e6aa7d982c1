using System.Text;
using IntelMQ.Bots;
using IntelMQ.Failures;
using IntelMQ.Mapping;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using IntelMQ.Text;
using static IntelMQ.Mapping.Rules;

namespace IntelMQ.Core.Tests.Failures;

/// <summary>A failure shows the value that was refused: short, escaped, and never a secret.</summary>
public sealed class RefusedValueTests
{
    private sealed class Table(string column, Field field) : CsvParser(new PlainParserOptions())
    {
        public override FieldMap Map { get; } = [Constant(Fields.Classification.Type, IntelMQ.Harmonization.ClassificationType.Scanner), Column(column, field)];
    }

    private static Failure FailureOf(string column, Field field, string value)
        => Assert.Single(new Table(column, field).Parse($"{column}\n{value}\n").Failures);

    [Fact]
    public void The_value_stands_behind_the_reason()
    {
        Failure failure = FailureOf("ip", Fields.Source.Ip, "not an address");
        Assert.Equal("not an address", failure.Value);
        Assert.Equal("line 2: source.ip (from ip) is not an IP address: 'not an address'.", failure.ToString());
        Assert.Equal("source.ip (from ip) is not an IP address.", failure.Reason);
    }

    [Fact]
    public void A_long_value_is_cut_between_characters()
    {
        string shown = FailureOf("ip", Fields.Source.Ip, new string('a', 99) + "äöü").Value!;
        Assert.Equal(new string('a', 99) + "...", shown);
    }

    [Fact]
    public void Controls_are_shown_by_their_numbers()
        => Assert.Equal("\\u001b[31mred", FailureOf("ip", Fields.Source.Ip, "\u001b[31mred").Value);

    [Theory]
    [InlineData("password")]
    [InlineData("API-Key")]
    [InlineData("auth_token")]
    [InlineData("Client Secret")]
    public void What_a_column_calls_a_secret_is_not_shown(string column)
    {
        Failure failure = FailureOf(column, Fields.Source.Ip, "hunter2");
        Assert.Null(failure.Value);
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://user:hunter2@/", "ftp://***@/")]
    [InlineData("see https://user:hunter2@example.com/", "see https://***@example.com/")]
    public void Users_and_passwords_in_URLs_are_not_shown(string value, string shown)
        => Assert.Equal(shown, RefusedValue.Of("source.url", "url", Encoding.UTF8.GetBytes(value)));

    [Fact]
    public void A_password_that_is_cut_before_its_at_sign_is_not_shown()
        => Assert.DoesNotContain("hunter2", RefusedValue.Of("source.url", "url", Encoding.UTF8.GetBytes("https://user:" + string.Concat(Enumerable.Repeat("hunter2", 20)) + "@example.com/")), StringComparison.Ordinal);

    [Fact]
    public void A_store_keeps_the_value()
    {
        Failure failure = FailureOf("ip", Fields.Source.Ip, "not \"an\" address");
        var line = new Utf8Buffer();
        FailureFormat.Write(1, DateTimeOffset.UnixEpoch, failure, line);
        Assert.True(FailureFormat.TryRead(line.WrittenSpan, new MessageReader(Schema.Default), out StoredFailure? stored, out _));
        Assert.Equal(failure.Value, stored.Failure.Value);
        Assert.Equal(failure.Value, stored.Failure.WithBotId("parser").Value);
    }

    [Theory]
    [InlineData("It is gone..", "It is gone.")]
    [InlineData("Did you mean 'a'?.", "Did you mean 'a'?")]
    [InlineData("And so on...", "And so on...")]
    [InlineData("It is gone.", "It is gone.")]
    public void A_reason_ends_once(string given, string reason) => Assert.Equal(reason, new Failure(new Event(), given).Reason);

    [Theory]
    [InlineData("It is gone", "It is gone.")]
    [InlineData("It is gone.", "It is gone.")]
    [InlineData("Did you mean 'a'?", "Did you mean 'a'?")]
    [InlineData("And so on...", "And so on...")]
    [InlineData("", "")]
    public void A_sentence_is_ended_once(string given, string sentence) => Assert.Equal(sentence, Sentence.Ended(given));

    [Fact]
    public void What_is_no_JSON_says_at_which_byte()
        => Assert.Contains(", at byte 9", Assert.Single(new Lines().Parse("{\"ip\": 1\n").Failures).Reason, StringComparison.Ordinal);

    private sealed class Lines() : JsonLinesParser(new PlainParserOptions())
    {
        public override FieldMap Map { get; } = [Column("ip", Fields.Source.Ip)];
    }
}
