using ToolZero.Core.Calls;
using ToolZero.Core.Data;
using ToolZero.Core.Environments;
using ToolZero.Core.ToolWorld;

namespace ToolZero.Core.Tests.ToolWorld;

public sealed class ToolWorldEnvironmentSpecs
{
    private static readonly ToolTask Task = ToolWorldGenerator.GenerateEpisodes(ToolWorldSplit.Training, 1, 3)[2];

    [Fact]
    public void Each_goal_orders_the_next_and_the_state_decides()
    {
        var environment = new ToolWorldEnvironment(Task);
        Assert.Equal(ToolWorldEnvironment.Order(Task.Reference[1]), environment.Call(Task.Reference[0], default));
        Assert.Equal(new EnvironmentVerdict(false, 0.5, false), environment.Verdict);
        Assert.Equal("done", environment.Call(Task.Reference[1], default));
        Assert.Equal(new EnvironmentVerdict(true, 1, true), environment.Verdict);
    }

    [Fact]
    public void A_call_that_no_tool_can_execute_is_told_what_is_wrong_and_changes_nothing()
    {
        var environment = new ToolWorldEnvironment(Task);
        var goal = Task.Reference[0];
        Assert.Equal("error: there is no fly_away", environment.Call(goal with { Name = "fly_away" }, default));
        Assert.Matches("^error: the call of .* lacks its required parameter", environment.Call(goal with { Arguments = [] }, default));
        Assert.Matches("^error: \"wings\" is no parameter", environment.Call(goal with { Arguments = [new Argument("wings", new CallValue.Integer(2))] }, default));
        environment.Call(goal, default);
        environment.Call(Task.Reference[1], default);
        Assert.True(environment.Verdict.IsSolved);
    }

    [Fact]
    public void A_wrong_call_is_executed_answered_with_the_order_and_can_be_put_right()
    {
        var environment = new ToolWorldEnvironment(Task);
        var wrong = Changed(Task.Reference[0]);
        Assert.Equal(ToolWorldEnvironment.Order(Task.Reference[0]), environment.Call(wrong, default));
        Assert.InRange(environment.Verdict.Progress, 0.1, 0.45);
        environment.Call(Task.Reference[0], default);
        environment.Call(Task.Reference[1], default);
        Assert.True(environment.Verdict.IsSolved);
    }

    [Fact]
    public void What_was_not_asked_for_stands_in_the_state_at_the_end()
    {
        // One goal, and a tool that nobody asked for.
        var task = Task with { Reference = [Task.Reference[0]] };
        var environment = new ToolWorldEnvironment(task);
        environment.Call(Task.Reference[1], default);
        Assert.Equal("done", environment.Call(Task.Reference[0], default));
        Assert.Equal(new EnvironmentVerdict(false, 1, true), environment.Verdict);
    }

    [Fact]
    public void Goals_are_reached_in_order()
    {
        var environment = new ToolWorldEnvironment(Task);
        environment.Call(Task.Reference[1], default);
        Assert.InRange(environment.Verdict.Progress, 0, 0.45);
        environment.Call(Task.Reference[0], default);
        Assert.Equal(new EnvironmentVerdict(false, 0.5, false), environment.Verdict);
    }

    [Fact]
    public void A_task_without_goals_is_solved_by_not_calling()
    {
        var environment = new ToolWorldEnvironment(Task with { Reference = [] });
        Assert.True(environment.Verdict.IsSolved);
        environment.Call(Task.Reference[0], default);
        Assert.Equal(new EnvironmentVerdict(false, 0, false), environment.Verdict);
    }

    [Fact]
    public void An_order_names_every_value_of_its_call_and_the_request_only_the_first()
    {
        foreach (var task in ToolWorldGenerator.GenerateEpisodes(ToolWorldSplit.HeldOut, 3, 50))
        {
            Assert.NotEqual(task.Reference[0].Name, task.Reference[1].Name);
            var order = ToolWorldEnvironment.Order(task.Reference[1]);
            Assert.All(task.Reference[1].Arguments, a => Assert.Contains(a.Name, order, StringComparison.Ordinal));
            Assert.DoesNotContain(order, task.Messages[0].Content, StringComparison.Ordinal);
        }
    }

    private static ToolCall Changed(ToolCall call) => call with
    {
        Arguments =
        [
            .. call.Arguments[..^1],
            call.Arguments[^1] with
            {
                Value = call.Arguments[^1].Value switch
                {
                    CallValue.Text => new CallValue.Text("elsewhere"),
                    CallValue.Integer => new CallValue.Integer(1000),
                    CallValue.Real => new CallValue.Real(1000.5),
                    CallValue.Boolean b => new CallValue.Boolean(!b.Value),
                    var list => new CallValue.Sequence([]),
                },
            },
        ],
    };
}
