using IntelMQ.Bots.Experts;
using IntelMQ.Templates;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class JinjaExpertTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, "{'comment': 'old', 'feed.code': 'OLD', 'source.port': 6}")]
    [InlineData(true, "{'comment': 'new', 'feed.code': 'NEW', 'source.port': 6}")]
    public void Each_template_sees_what_those_before_it_did(bool overwrite, string expected)
    {
        string path = _folder.Of("template.txt");
        File.WriteAllText(path, "{{ msg.comment | upper }}\n");
        Event message = Events.With("comment", "\"old\"");
        Expert(overwrite, ("comment", "new"), ("feed.code", "file://" + path), ("source.port", "{{ 5 + 1 }}"), ("feed.name", "{{ nothing }}")).Process(message);
        Assert.Equal(expected, Events.Flat(message));
    }

    [Fact]
    public void A_template_that_runs_too_long_fails_the_event()
    {
        const string Template = "{% set ns = msg['comment'] %}{% for a in msg['comment'] %}{% for b in msg['comment'] %}{% set x = (msg['comment'] | replace('a', 'bc') | reverse | upper) %}{% endfor %}{% endfor %}";
        long started = TimeProvider.System.GetTimestamp();
        Event message = Events.Of($$"""{"comment": "{{new string('a', 50_000)}}"}""");
        Assert.Contains("second", Assert.Throws<TemplateException>(() => Expert(true, ("extra.a", Template)).Process(message)).Message, StringComparison.Ordinal);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_template_or_field_that_cannot_be_used_fails_the_event()
    {
        Assert.Throws<TemplateException>(() => Expert(true, ("comment", "{{ nothing.a.b }}")).Process(Events.Of("{}")));
        Assert.Throws<InvalidFieldException>(() => Expert(true, ("source.ip", "no address")).Process(Events.Of("{}")));
        Assert.Throws<TemplateException>(() => Expert(false, ("comment", "{{ nothing.a.b }}")).Process(Events.With("comment", "\"stays\"")));
    }

    [Fact]
    public async Task What_cannot_be_read_is_named_at_start()
    {
        var exception = Assert.Throws<BotConfigurationException>(() => Expert(true, ("comment", "a\n{{ | }}")));
        Assert.Contains("comment is not understood, line 2, column 4", exception.Message, StringComparison.Ordinal);

        string path = _folder.Of("missing.txt");
        exception = await Assert.ThrowsAsync<BotConfigurationException>(async () => await Expert(true, ("comment", "file://" + path)).StartAsync(CancellationToken.None));
        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
    }

    private static JinjaExpert Expert(bool overwrite, params (string Field, string Text)[] fields)
        => new(new JinjaExpertOptions { Overwrite = overwrite, Fields = new TextMap(fields.Select(static field => KeyValuePair.Create(field.Field, field.Text))) });
}
