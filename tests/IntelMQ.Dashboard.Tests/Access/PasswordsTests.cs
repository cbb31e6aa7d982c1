using IntelMQ.Dashboard.Access;

namespace IntelMQ.Dashboard.Tests.Access;

public sealed class PasswordsTests
{
    [Fact]
    public void A_password_fits_its_own_hash_and_no_other()
    {
        string hash = Passwords.Hash("correct horse");
        Assert.True(Passwords.Verify("correct horse", hash));
        Assert.False(Passwords.Verify("Correct horse", hash));
        Assert.NotEqual(hash, Passwords.Hash("correct horse"));
        Assert.StartsWith("pbkdf2-sha256$600000$", hash, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("pbkdf2-sha256$0$AAAA$AAAA")]
    [InlineData("pbkdf2-sha256$99999999999$AAAA$AAAA")]
    [InlineData("pbkdf2-sha256$1$AAAA$AAAA")]
    [InlineData("pbkdf2-sha256$1$!$!")]
    public void What_is_no_hash_fits_no_password(string? hash)
    {
        Assert.False(Passwords.Verify("", hash));
        Assert.False(Passwords.Verify("plain", hash));
    }

    [Fact]
    public void An_empty_password_and_one_of_a_megabyte_fit_nothing()
    {
        string empty = Passwords.Hash("");
        Assert.False(Passwords.Verify("", empty));
        Assert.False(Passwords.Verify(new string('x', 1 << 20), empty));
    }
}
