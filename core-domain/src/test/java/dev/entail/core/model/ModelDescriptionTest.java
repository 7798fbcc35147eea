package dev.entail.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.core.computation.Computation;
import dev.entail.core.description.ModelDescription;
import dev.entail.core.description.RecordDescription;
import dev.entail.core.description.ValueDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("TOL-03 Model.describe()")
final class ModelDescriptionTest {
    private final Model model = DescribedModel.create();
    private final ModelDescription description = model.describe();

    @Test
    @DisplayName("every definition is named: records, values, relation attributes, constraints, globals, event sources")
    void names() {
        List<String> names = new ArrayList<>();
        model.records().values().forEach(record -> {
            names.add(record.name());
            if (record.isConcrete()) {
                names.addAll(record.visibleNames());
                names.addAll(record.navigations().keySet());
            }
        });
        names.addAll(model.globals().keySet().stream()
                .filter(name -> !name.contains("$"))
                .toList());
        names.addAll(model.eventSources().keySet());
        names.addAll(List.of("ticketTitle", "ticketPoints", "teamName", "ticketNumbers", "TITLE_TAKEN"));
        assertThat(names).hasSizeGreaterThan(80);
        String json = description.toJson();
        assertThat(names.stream().filter(name -> !json.contains("\"" + name + "\"")))
                .isEmpty();
    }

    @Test
    @DisplayName("every kind of computation that there is has been described under a name of its own")
    void kinds() {
        Set<Class<?>> declared =
                DescribedModel.computations().stream().map(Object::getClass).collect(Collectors.toSet());
        assertThat(declared).isEqualTo(leaves(Computation.class).collect(Collectors.toSet()));

        assertThat(described().collect(Collectors.toSet()))
                .hasSize(declared.size())
                .containsExactlyInAnyOrder(
                        "count",
                        "sum",
                        "weightedSum",
                        "average",
                        "every",
                        "any",
                        "lookup",
                        "globalValue",
                        "computed",
                        "sequence",
                        "stateMachine",
                        "custom",
                        "realTime",
                        "async",
                        "transform",
                        "removal",
                        "projection",
                        "customRecords");
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(ModelDescriptionTest::leaves)
                : Stream.of(type);
    }

    private Stream<String> described() {
        List<RecordDescription.Contents> contents = new ArrayList<>();
        description.entities().forEach(entity -> contents.add(entity.contents()));
        description.relations().forEach(relation -> contents.add(relation.contents()));
        Stream<ValueDescription> values = Stream.concat(
                contents.stream().flatMap(each -> each.values().stream()), description.globals().stream());
        return Stream.concat(
                        values.flatMap(value -> Stream.ofNullable(value.computation())),
                        contents.stream().flatMap(each -> each.computations().stream()))
                .map(computation -> computation.kind());
    }

    @Test
    @DisplayName("the same declarations are described in the same way, without hidden values and names of classes")
    void stable() {
        ModelDescription again = DescribedModel.create().describe();
        assertThat(again).isEqualTo(description);
        assertThat(again.toJson()).isEqualTo(description.toJson()).doesNotContain("$", "~", "Lambda", "dev.entail");
        assertThat(again.toErDiagram()).isEqualTo(description.toErDiagram());
        assertThat(again.toFlowchart()).isEqualTo(description.toFlowchart());
    }

    @Test
    @DisplayName("what a value follows from is told by what users see")
    void lineage() {
        Map<String, List<String>> from = Stream.concat(
                        description.entities().stream().flatMap(entity -> entity.contents().values().stream()),
                        description.globals().stream())
                .filter(value -> value.computation() != null)
                .collect(Collectors.toMap(ValueDescription::name, ValueDescription::from, (first, second) -> first));
        assertThat(from.get("mean")).containsExactlyInAnyOrder("Ticket.points", "Owner");
        assertThat(from.get("meanPoints")).containsExactlyInAnyOrder("Ticket.points", "Ticket");
        assertThat(from.get("label")).containsExactlyInAnyOrder("Ticket.title", "Team.name", "Owner", "@rate");
        assertThat(from.get("currentRate")).containsExactly("@rate");
        assertThat(from.get("phase")).isEmpty();
    }

    @Test
    @DisplayName(
            "a computation that reads is described with what it reads, a machine with its steps, a condition as JSON")
    void details() {
        assertThat(description.toJson().replaceAll("\n *", " ")).contains("""
            "kind": "custom", "select": [ "name", { "relation": "tickets", "select": ["title", "points"], \
            "where": { "path": "points", "is": "gt", "value": 5 }, \
            "orderBy": [ { "descending": "points" } ], "limit": 1 }, "@rate" ], "sets": [], "function": true\
            """, """
            { "from": "done", "to": "gone", \
            "trigger": { "updated": "Ticket", "values": ["urgent"] } }\
            """, """
            "query": { "select": ["name", "tickets.title"] }\
            """, """
            "base": "Watch", "where": { "path": "level", "is": "in", "value": [1, 2] }, \
            "source": { "record": "Team", "attribute": "closeTo" }\
            """);
    }
}
