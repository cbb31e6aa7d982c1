using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Testing;
using Microsoft.Extensions.Logging;

namespace IntelMQ.Bots.Tests.Experts;

public sealed class SieveExpertTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeClock _clock = new();
    private readonly LogCollector _log = new();

    public void Dispose()
    {
        _folder.Dispose();
        _log.Dispose();
    }

    [Fact]
    public void Rules_of_the_file_are_applied()
    {
        SieveExpert expert = Create("if comment == 'a' { path 'other' }");

        Assert.Equal("to other", expert.Process(Events.With("comment", "\"a\"")).ToString());
        Assert.Equal([new BotPath("other", IsRequired: true)], expert.Paths);
    }

    [Fact]
    public void All_errors_of_the_file_are_told_at_start()
    {
        var exception = Assert.Throws<BotConfigurationException>(() => Create("frobnicate\nif comment = 'a' { drop }"));

        Assert.Equal(2, exception.Complaints.Count);
        Assert.Contains("rules.sieve, line 2, column 12: '=' sets a value", exception.Complaints[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told_at_start()
    {
        var exception = Assert.Throws<BotConfigurationException>(() => new SieveExpert(new SieveExpertOptions { File = Path.Combine(_folder.Path, "none") }));

        Assert.Contains("cannot be read", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_file_is_taken_up_within_a_minute()
    {
        SieveExpert expert = Create("drop");
        Write("if comment == 'a' { keep } drop # changed");

        Assert.True(expert.Process(Events.With("comment", "\"a\"")).IsDrop);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(expert.Process(Events.With("comment", "\"a\"")).IsKeep);
        Assert.Contains(_log.Entries, static entry => entry.Level == LogLevel.Information && entry.Message.Contains("rules.sieve", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("if comment = 'a' { drop }", "line 1, column 12")]
    [InlineData("path 'new'", "the path 'new' is new")]
    public void A_new_version_that_cannot_be_used_leaves_the_old_one_in_use(string rules, string reason)
    {
        SieveExpert expert = Create("drop");
        Write(rules);

        Assert.False(expert.Reload());
        Assert.True(expert.Process(Events.Of("{}")).IsDrop);
        LogEntry entry = Assert.Single(_log.AtLeast(LogLevel.Error));
        Assert.Contains(reason, entry.Exception!.Message, StringComparison.Ordinal);

        Write("keep");
        Assert.True(expert.Reload());
        Assert.True(expert.Process(Events.Of("{}")).IsKeep);
    }

    [Fact]
    public async Task Rules_that_have_matched_nothing_are_reported_at_the_end()
    {
        SieveExpert expert = Create("if comment == 'a' { }\nif comment == 'b' { }");
        expert.Process(Events.With("comment", "\"a\""));
        await expert.DisposeAsync();
        await expert.DisposeAsync();

        Assert.Contains("1 of 2 rules", Assert.Single(_log.Entries).Message, StringComparison.Ordinal);
        Assert.EndsWith("line 2: if comment == 'b'", _log.Entries[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_that_no_event_has_are_logged()
    {
        Create("if coment == 'a' { }");

        Assert.Contains("Did you mean 'comment'?", Assert.Single(_log.AtLeast(LogLevel.Warning)).Message, StringComparison.Ordinal);
    }

    private SieveExpert Create(string rules)
    {
        Write(rules);
        return new SieveExpert(new SieveExpertOptions { File = Path.Combine(_folder.Path, "rules.sieve") }, new BotServices { Time = _clock, Logs = _log });
    }

    private void Write(string rules) => File.WriteAllText(Path.Combine(_folder.Path, "rules.sieve"), rules);
}
