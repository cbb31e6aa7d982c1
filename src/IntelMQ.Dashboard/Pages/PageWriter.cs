using System.Diagnostics.CodeAnalysis;
using System.Text;
using IntelMQ.Dashboard.Access;
using IntelMQ.Dashboard.Http;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntelMQ.Dashboard.Pages;

/// <summary>Renders pages to text. It has services of its own, so that it needs none of the host and meets no Blazor application that the host may be.</summary>
internal sealed class PageWriter(Workings workings, string prefix)
{
    private static readonly ServiceProvider Services = new ServiceCollection().BuildServiceProvider();

    /// <summary>The path below which all is, with a slash at its end.</summary>
    public string RootOf(HttpContext context) => $"{context.Request.PathBase}{prefix}/";

    /// <summary>What a page is rendered with.</summary>
    public PageContext ContextOf(HttpContext context, Caller? caller)
        => new(caller, Words.Of(context.Request.Headers.AcceptLanguage.ToString()), RootOf(context), FormToken.Of(context, caller?.Session, RootOf(context)), caller is not null && workings.Gate.HasUsers(context), workings.Modules);

    /// <summary>Answers with a page.</summary>
    public static async Task WriteAsync<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TPage>(HttpContext context, int status, params (string Name, object? Value)[] parameters)
        where TPage : IComponent
    {
        var renderer = new HtmlRenderer(Services, NullLoggerFactory.Instance);
        await using (renderer.ConfigureAwait(false))
        {
            string html = await renderer.Dispatcher.InvokeAsync(async () =>
            {
                ParameterView view = ParameterView.FromDictionary(parameters.ToDictionary(static one => one.Name, static one => one.Value, StringComparer.Ordinal));
                return (await renderer.RenderComponentAsync<TPage>(view).ConfigureAwait(true)).ToHtmlString();
            }).ConfigureAwait(false);
            await Replies.WriteAsync(context, status, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(html)).ConfigureAwait(false);
        }
    }
}
