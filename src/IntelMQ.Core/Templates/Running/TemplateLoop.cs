using Expression = IntelMQ.Templates.TemplateExpressions.Expression;

namespace IntelMQ.Templates;

/// <summary>Runs a for block: a scope of its own for each turn, with <c>loop</c> in it.</summary>
internal static class TemplateLoop
{
    public static void Run(
        TemplateContext context, List<string> names, Expression source, Expression? condition, Action<TemplateContext> body, Action<TemplateContext>? otherwise)
    {
        List<object?> items = TemplateValues.Items(source(context));
        if (condition is not null)
            items = items.FindAll(item => Within(context, names, item, () => TemplateValues.IsTrue(condition(context))));
        if (items.Count == 0)
            otherwise?.Invoke(context);
        for (int i = 0; i < items.Count; i++)
        {
            int index = i;
            Within(context, names, items[i], () =>
            {
                context.Set("loop", Describe(index, items.Count));
                body(context);
                return true;
            });
        }
    }

    private static bool Within(TemplateContext context, List<string> names, object? item, Func<bool> run)
    {
        context.CountLoop();
        context.Push();
        Assign(context, names, item);
        bool result = run();
        context.Pop();
        return result;
    }

    private static void Assign(TemplateContext context, List<string> names, object? item)
    {
        if (names.Count == 1)
        {
            context.Set(names[0], item);
            return;
        }

        List<object?> parts = TemplateValues.Items(item);
        if (parts.Count != names.Count)
            throw new TemplateError($"the loop has {names.Count} names, but a turn has {parts.Count} values.");
        for (int i = 0; i < parts.Count; i++)
            context.Set(names[i], parts[i]);
    }

    private static TemplateMap Describe(int index, int count)
    {
        var loop = new TemplateMap();
        loop["index"] = index + 1L;
        loop["index0"] = (long)index;
        loop["revindex"] = (long)(count - index);
        loop["revindex0"] = count - index - 1L;
        loop["first"] = index == 0;
        loop["last"] = index == count - 1;
        loop["length"] = (long)count;
        return loop;
    }
}
