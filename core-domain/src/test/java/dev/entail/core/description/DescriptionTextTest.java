package dev.entail.core.description;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("TOL-03 descriptions as text")
final class DescriptionTextTest {
    private static final Pattern LABEL = Pattern.compile("\"([^\"%\\\\<>`*\\n]*)\"");
    private static final String ID = "[a-z]_[A-Za-z0-9_]+";
    private static final String SHAPE =
            "(\\(\\[L\\]\\)|\\[\\(L\\)\\]|\\[L\\]|\\[\\[L\\]\\]|\\[/L/\\]|\\[\\\\L\\\\\\]|\\(L\\)|\\{\\{L\\}\\})";
    private static final Pattern FLOW =
            Pattern.compile("flowchart LR|    " + ID + "(" + SHAPE + "| (-->|--x|-\\.->)(\\|L\\|)? " + ID + ")");
    private static final Pattern ER = Pattern.compile("erDiagram|    " + ID + "\\[L\\]( \\{)?|    \\}"
            + "|        [a-z_]+ [A-Za-z_][A-Za-z0-9_]*( UK)?( L)?"
            + "|    " + ID + " [|}][|o](--|\\.\\.)[|o][|{] " + ID + " : L");

    static List<String> hostileNames() {
        return List.of(
                "end",
                "graph",
                "subgraph",
                "class",
                "style",
                "default",
                "o",
                "x",
                "PK",
                "1",
                "1. list",
                "- list",
                "_em_",
                "a b",
                "a-b",
                "a.b",
                "a_b",
                "Ärger",
                "名前",
                "😀 smile",
                "\"quoted\"",
                "'single'",
                "`code`",
                "a\"]; b[\"c",
                "<script>alert(1)</script>",
                "%% comment",
                "%%{init: {}}%%",
                "a|b",
                "a-->b",
                "#35;",
                "#quot;",
                "a\nb",
                "a\\b",
                "{x}",
                "~x~",
                "a;b",
                "classDef x:#f00;",
                "click a call b()");
    }

    @ParameterizedTest
    @MethodSource("hostileNames")
    @DisplayName("a name that means something to Mermaid is shown and means nothing")
    void hostileName(String name) {
        ModelDescription model = model(List.of(name));
        List<String> flow = lines(model.toFlowchart(), FLOW);
        List<String> er = lines(model.toErDiagram(), ER);
        String shown = name.replace('\n', ' ');
        assertThat(flow).contains(shown, shown + "." + shown, "@" + shown);
        assertThat(er).contains(shown);
    }

    @Test
    @DisplayName("different names have different ids, however alike they look without what is illegal")
    void ids() {
        List<String> names = new ArrayList<>(hostileNames());
        ModelDescription model = model(names);
        Matcher nodes = Pattern.compile("(?m)^    (" + ID + ")[\\[({]").matcher(model.toFlowchart());
        List<String> ids = nodes.results().map(node -> node.group(1)).toList();
        // A source, an entity, a relation, a value, and a global value each.
        assertThat(ids).hasSize(5 * names.size()).doesNotHaveDuplicates();
        lines(model.toErDiagram(), ER);
        Set<String> drawn = new HashSet<>(ids);
        Matcher edges =
                Pattern.compile("(?m)^    (" + ID + ") .* (" + ID + ")$").matcher(model.toFlowchart());
        assertThat(edges.results().flatMap(edge -> Stream.of(edge.group(1), edge.group(2))))
                .isNotEmpty()
                .isSubsetOf(drawn);
    }

    /** The labels of a diagram as they are shown, if each line has the form that is allowed. */
    private static List<String> lines(String text, Pattern allowed) {
        List<String> labels = new ArrayList<>();
        assertThat(text).endsWith("\n");
        for (String line : text.split("\n")) {
            assertThat(LABEL.matcher(line).replaceAll("L")).matches(allowed);
            LABEL.matcher(line).results().forEach(label -> labels.add(decoded(label.group(1))));
        }
        return labels;
    }

    private static String decoded(String label) {
        assertThat(label.replaceAll("#[0-9]+;", "")).doesNotContain("#", ";");
        return Pattern.compile("#([0-9]+);")
                .matcher(label)
                .replaceAll(code -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(code.group(1)))));
    }

    private static ModelDescription model(List<String> names) {
        List<RecordDescription> records = new ArrayList<>();
        List<ValueDescription> globals = new ArrayList<>();
        List<EventSourceDescription> sources = new ArrayList<>();
        for (String name : names) {
            // In a path a dot parts the record from the value.
            List<String> from = name.contains(".") ? List.of() : List.of(name);
            ValueDescription value = new ValueDescription(
                    name, "text", false, false, true, new ComputationDescription.Computed(List.of()), false, from);
            records.add(new RecordDescription.OfEntity(
                    name,
                    new RecordDescription.Contents(
                            List.of(value),
                            List.of(),
                            List.of(),
                            List.of(new ComputationDescription.Triggered(
                                    "transform", new TriggerDescription.Dispatched(name, name))))));
            records.add(new RecordDescription.OfRelation(
                    name + "/link",
                    new RecordDescription.Ends(name, name, name, name),
                    "n:n",
                    true,
                    false,
                    new RecordDescription.Contents(List.of(), List.of(), List.of(), List.of())));
            globals.add(value);
            sources.add(EventSourceDescription.of("other", name, name));
        }
        return new ModelDescription("hostile", records, globals, sources);
    }

    @Test
    @DisplayName("JSON: keys in order, everything escaped that must be, an end of line at the end")
    void json() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("b", "\"\\/\b\f\n\r\t\0\u007f\u2028");
        tree.put("a", Arrays.asList(1, null, true, new BigDecimal("1.50"), "ä😀"));
        tree.put("half", "\ud83d \ude00");
        tree.put("none", List.of());
        tree.put("deep", List.of(Map.of(), Map.of("x", List.of(List.of()))));
        assertThat(new JsonTree(tree).toJson()).isEqualTo("""
            {
              "b": "\\"\\\\/\\u0008\\u000c\\n\\r\\t\\u0000\\u007f\\u2028",
              "a": [1, null, true, 1.5, "ä😀"],
              "half": "\\ud83d \\ude00",
              "none": [],
              "deep": [
                {},
                {
                  "x": [
                    []
                  ]
                }
              ]
            }
            """);
    }

    @Test
    @DisplayName("conditions keep their shape, kinds of sources may say more")
    void conditions() {
        EventSourceDescription source = EventSourceDescription.of("step", "Approve", "Event")
                .condition(new ConditionDescription.Some(List.of(
                        new ConditionDescription.Named("a"),
                        new ConditionDescription.Not(new ConditionDescription.All(
                                List.of(new ConditionDescription.Named("b"), new ConditionDescription.Function()))))))
                .detail("activity", Map.of("name", "Leave"));
        assertThat(new ModelDescription("m", List.of(), List.of(), List.of(source))
                        .toJson()
                        .replaceAll("\n *", " "))
                .contains("""
                    "conditions": [ { "or": [ { "name": "a" }, \
                    { "not": { "and": [ { "name": "b" }, { "function": true } ] } } ] } ], \
                    "details": { "activity": { "name": "Leave" } }\
                    """);
    }
}
