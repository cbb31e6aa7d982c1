using IntelMQ.Messages;
using IntelMQ.Notifications.Cooldown;

namespace IntelMQ.Notifications.Tests.Cooldown;

public sealed class CooldownPolicyTests
{
    private static Event Scan(string type = "vulnerable-system", string taxonomy = "vulnerable")
        => new() { ["classification.type"] = type, ["classification.taxonomy"] = taxonomy, ["classification.identifier"] = "open-dns", ["source.ip"] = "192.0.2.7", ["source.port"] = 53 };

    [Theory]
    [InlineData("infected-system", "malicious-code", 7)]
    [InlineData("system-compromise", "intrusions", 7)]
    [InlineData("vulnerable-system", "vulnerable", 30)]
    public void Compromised_systems_are_told_of_more_often(string type, string taxonomy, int days)
        => Assert.Equal(TimeSpan.FromDays(days), new CooldownPolicy().TimeOf(Scan(type, taxonomy)));

    [Theory]
    [InlineData("86400", 1)]
    [InlineData("0", 0)]
    [InlineData("-1", 30)]
    [InlineData("1e300", 30)]
    [InlineData("a day", 30)]
    public void The_event_may_say_how_long(string ttl, int days)
    {
        Event message = Scan();
        message["extra.ttl"] = ttl;
        Assert.Equal(TimeSpan.FromDays(days), new CooldownPolicy().TimeOf(message));
    }

    [Fact]
    public void The_event_may_say_that_nobody_is_told()
    {
        Event message = Scan();
        Assert.False(CooldownPolicy.IsMuted(message));
        message["extra.notify"] = false;
        Assert.True(CooldownPolicy.IsMuted(message));
        message["extra.notify"] = true;
        Assert.False(CooldownPolicy.IsMuted(message));
    }

    [Fact]
    public void The_key_is_the_problem_the_object_and_the_recipient()
    {
        CooldownKey key = CooldownPolicy.KeyOf(Scan(), "Abuse@Example.com")!.Value;
        Assert.Equal(new CooldownKey("vulnerable-system/open-dns", "192.0.2.7 port 53", "abuse@example.com"), key);
        Assert.Equal(key.ToDigest(), CooldownPolicy.KeyOf(Scan(), "abuse@example.com")!.Value.ToDigest());
        Assert.NotEqual(key.ToDigest(), CooldownPolicy.KeyOf(Scan(), "noc@example.com")!.Value.ToDigest());
        Assert.NotEqual(new CooldownKey("a", "bc", "d").ToDigest(), new CooldownKey("ab", "c", "d").ToDigest());
    }

    [Fact]
    public void What_is_about_nothing_has_no_key()
        => Assert.Null(CooldownPolicy.KeyOf(new Event { ["classification.type"] = "scanner", ["malware.name"] = "example" }, "abuse@example.com"));
}
