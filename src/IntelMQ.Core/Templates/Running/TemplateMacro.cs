using System.Text;
using Expression = IntelMQ.Templates.TemplateExpressions.Expression;

namespace IntelMQ.Templates;

/// <summary>A piece of a template with a name and parameters. It sees what stands outside all blocks, not what stands where it is called.</summary>
internal sealed class TemplateMacro(string name, List<(string Name, Expression Otherwise)> parameters, Action<TemplateContext> body)
{
    public string Run(TemplateContext context, TemplateArguments arguments)
    {
        if (arguments.Values.Count > parameters.Count)
            throw new TemplateError($"the macro '{name}' has {parameters.Count} parameters, but gets {arguments.Values.Count} values.");
        StringBuilder outer = context.Output;
        context.Output = new StringBuilder();
        context.Enter();
        for (int i = 0; i < parameters.Count; i++)
        {
            object? given = arguments.Get(i, parameters[i].Name, TemplateUndefined.Value);
            context.Set(parameters[i].Name, given is TemplateUndefined ? parameters[i].Otherwise(context) : given);
        }

        body(context);
        context.Leave();
        string text = context.Output.ToString();
        context.Output = outer;
        return text;
    }
}
