package dev.entail.benchmarks.measure;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where numbers go: Markdown, table by table, and all goals once more at the end. */
public final class Report {
    private final PrintStream output;
    private final List<String> goals = new ArrayList<>();
    private String where = "";

    /** A report that is printed while it comes about. */
    public Report(PrintStream output) {
        this.output = output;
    }

    /** Begins what is measured on a database. */
    public void on(String database) {
        where = database;
    }

    /** A paragraph. */
    public void say(String text) {
        output.printf("%s%n%n", text);
    }

    /** The table of a contest; ratios are those of the first contestant to each of the others. */
    void table(String title, Unit unit, List<Standing> standings, List<Goal> wanted) {
        Standing first = standings.getFirst();
        output.printf("### %s, %s%n%n", title, where);
        output.printf("| contestant | %s | spread | bytes each | %s / it | goal |%n", unit.title(), first.name());
        output.println("|---|---|---|---|---|---|");
        for (Standing standing : standings) {
            double ratio = first.median() / standing.median();
            String judged = wanted.stream()
                    .filter(goal -> goal.other().equals(standing.name()))
                    .map(goal -> judge(title, first, goal, ratio))
                    .findFirst()
                    .orElse("");
            output.printf(
                    Locale.ROOT,
                    "| %s | %s | %s to %s | %,.0f | %s | %s |%n",
                    standing.name(),
                    unit.text(standing.median()),
                    unit.text(standing.low()),
                    unit.text(standing.high()),
                    standing.bytes(),
                    standing == first ? "" : String.format(Locale.ROOT, "%.2f", ratio),
                    judged);
        }
        output.println();
    }

    private String judge(String title, Standing first, Goal goal, double ratio) {
        String judged = goal.judge(ratio);
        goals.add(String.format(
                Locale.ROOT,
                "| %s | %s | %s / %s | %.2f | %s |",
                title,
                where,
                first.name(),
                goal.other(),
                ratio,
                judged));
        return judged;
    }

    /** All goals and whether they were met. */
    public void summary() {
        if (goals.isEmpty()) {
            return;
        }
        output.printf("### Goals%n%n| workload | database | ratio | is | goal |%n|---|---|---|---|---|%n");
        goals.forEach(output::println);
        output.println();
    }
}
