using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using IntelMQ.Dashboard.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IntelMQ.Dashboard.Tests.Access;

public sealed class GateTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/v1/api/version")]
    [InlineData("/v1/api/login")]
    [InlineData("/nothing")]
    public async Task Without_a_policy_it_is_closed_and_the_log_says_how_to_open_it(string path)
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync(static sample => sample.Options(DashboardAccess.Closed));
        Reply reply = await sample.GetAsync(path);
        Assert.Equal(HttpStatusCode.Forbidden, reply.Status);
        Assert.Contains(sample.Log.Lines, static line => line.Contains("RequireAuthorization", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_the_host_authenticates_its_policy_counts_and_IntelMQs_API_is_off()
    {
        await using SampleDashboard sample = await SampleDashboard.OpenAsync(
            static sample => sample.Options(DashboardAccess.Closed),
            "/intelmq",
            static (application, endpoints) =>
            {
                application.UseRouting();
                application.UseAuthentication();
                application.UseAuthorization();
                endpoints.RequireAuthorization();
            },
            static services =>
            {
                services.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>("header", null);
                services.AddAuthorization();
            });
        Assert.Equal(HttpStatusCode.Unauthorized, (await sample.GetAsync("/intelmq/v1/api/version")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await sample.GetAsync("/intelmq/v1/api/version", "intelmq-admin")).Status);
    }

    private sealed class HeaderAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            string role = Request.Headers.Authorization.ToString();
            if (role.Length == 0)
                return Task.FromResult(AuthenticateResult.NoResult());
            var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, "somebody"), new Claim(ClaimTypes.Role, role)], Scheme.Name);
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
        }
    }
}
