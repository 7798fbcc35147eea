package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.match.Match;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Conditions on lists and JSON values, the same on every database. */
abstract class StructuredContract extends RuntimeGroup {
    private Entail entail;
    private RecordId item;

    @BeforeEach
    final void item() {
        entail = open(Parts.model());
        item = entail.create(
                Parts.ITEM,
                Draft.of("name", "item")
                        .set("tags", Arrays.asList("x", "a,", ",b", "\"q\"", "back\\", "é", "[", null))
                        .set("obj", Map.of("b", 1, "a", 2))
                        .set("j", Arrays.asList(1, Map.of("k", "v")))
                        .set("n", 1.5)
                        .set("at", Instant.ofEpochMilli(1_700_000_000_001L))
                        .set("counts", List.of(1, 22, Long.MAX_VALUE))
                        .set(
                                "prices",
                                List.of(new BigDecimal("0.10"), new BigDecimal("1234567890123456789.0000000001")))
                        .set("switches", List.of(true))
                        .set("times", List.of(Instant.parse("2024-01-01T00:00:00Z")))
                        .set("things", List.of(Map.of("a", 1)))
                        .set("sizes", List.of(0.5, 2.0)));
        entail.create(
                Parts.PART, Draft.of("name", "p").set("tags", List.of("q")).set("item", item));
        entail.create(Parts.ITEM, Draft.of("name", "empty"));
    }

    private List<String> names(Match match) {
        return entail.query(Parts.ITEM).select("name").where(match).list().stream()
                .map(row -> row.text("name"))
                .toList();
    }

    @Test
    @DisplayName("T-066 T-071 STO-111 STO-115 a list contains an element, exactly as it is")
    final void contains() {
        for (String tag : List.of("x", "a,", ",b", "\"q\"", "back\\", "é", "[")) {
            assertThat(names(Match.contains("tags", tag))).as(tag).containsExactly("item");
        }
        for (String tag : List.of("X", "a", ",", "", "q", "back", "e", "]", "x\",\"a,", "null", "\",\"")) {
            assertThat(names(Match.contains("tags", tag))).as(tag).isEmpty();
        }
        assertThat(names(Match.contains("counts", 22))).containsExactly("item");
        assertThat(names(Match.contains("counts", Long.MAX_VALUE))).containsExactly("item");
        assertThat(names(Match.contains("counts", Long.MAX_VALUE - 1))).isEmpty();
        assertThat(names(Match.contains("counts", 2))).isEmpty();
        assertThat(names(Match.contains("prices", new BigDecimal("0.1")))).containsExactly("item");
        assertThat(names(Match.contains("prices", new BigDecimal("1234567890123456789.0000000001"))))
                .containsExactly("item");
        assertThat(names(Match.contains("prices", new BigDecimal("1234567890123456789.0000000002"))))
                .isEmpty();
        assertThat(names(Match.contains("switches", true))).containsExactly("item");
        assertThat(names(Match.contains("switches", false))).isEmpty();
        assertThat(names(Match.contains("times", "2024-01-01T00:00:00.000Z"))).containsExactly("item");
        assertThat(names(Match.contains("sizes", 2.0))).containsExactly("item");
        assertThat(names(Match.not(Match.contains("tags", "zzz")))).containsExactly("item");
        assertThat(names(Match.not(Match.contains("tags", "x")))).isEmpty();
    }

    @Test
    @DisplayName("T-067..T-069 STO-125 lists of values on related records")
    final void onRelated() {
        assertThat(names(Match.exists("parts", Match.contains("tags", "q")))).containsExactly("item");
        assertThat(names(Match.exists("parts", Match.eq("tags", List.of("q"))))).containsExactly("item");
        assertThat(names(Match.contains("parts.tags", "q"))).containsExactly("item");
        assertThat(names(Match.not(Match.exists("parts", Match.contains("tags", "q")))))
                .containsExactly("empty");
    }

    @Test
    @DisplayName(
            "T-070 T-072 STO-035 STO-036 STO-115 JSON and lists are equal by structure, whatever the order of keys")
    final void equality() {
        assertThat(names(Match.eq("obj", Map.of("a", 2, "b", 1)))).containsExactly("item");
        assertThat(names(Match.eq("obj", Map.of("a", 2L, "b", new BigDecimal("1.0")))))
                .containsExactly("item");
        assertThat(names(Match.ne("obj", Map.of("a", 2, "b", 1)))).isEmpty();
        assertThat(names(Match.ne("obj", Map.of("a", 2)))).containsExactly("item");
        assertThat(names(Match.in("obj", List.of(Map.of(), Map.of("a", 2, "b", 1)))))
                .containsExactly("item");
        assertThat(names(Match.notIn("obj", List.of(Map.of())))).containsExactly("item");
        assertThat(names(Match.eq("j", Arrays.asList(1, Map.of("k", "v"))))).containsExactly("item");
        assertThat(names(Match.eq("counts", List.of(1, 22, Long.MAX_VALUE)))).containsExactly("item");
        assertThat(names(Match.eq("counts", List.of(22, 1, Long.MAX_VALUE)))).isEmpty();
        assertThat(names(Match.eq("sizes", List.of(new BigDecimal("0.5"), 2)))).containsExactly("item");
        assertThat(names(Match.eq("things", List.of(Map.of("a", 1))))).containsExactly("item");
        RecordId nothing = entail.create(Parts.ITEM, Draft.of("name", "nothing").set("obj", null));
        assertThat(entail.query(Parts.ITEM).where(Match.isNull("obj")).list())
                .extracting(row -> row.id())
                .contains(nothing);
        assertThat(names(Match.not(Match.eq("obj", Map.of("a", 2))))).containsExactly("item");
    }

    @Test
    @DisplayName("T-073 T-115 STO-115 what lists and JSON cannot be asked is refused")
    final void refusals() {
        for (Match match : List.of(
                Match.contains("name", "x"),
                Match.contains("obj", "a"),
                Match.contains("things", Map.of("a", 1)),
                Match.gt("obj", Map.of()),
                Match.like("tags", "x"),
                Match.contains("id", 1))) {
            assertThat(failureOf(() -> names(match)))
                    .as(match.toString())
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo("QUERY_INVALID"));
        }
        assertThat(failureOf(() -> names(Match.contains("counts", "x"))).code()).isEqualTo("VALUE_MISMATCH");
        assertThat(failureOf(() -> names(Match.eq("tags", "x"))).code()).isEqualTo("VALUE_MISMATCH");
    }

    @Test
    @DisplayName("T-074 STO-034 points in time are compared as instants and as their texts")
    final void timestamps() {
        assertThat(names(Match.gt("at", Instant.ofEpochMilli(1_700_000_000_000L))))
                .containsExactly("item");
        assertThat(names(Match.eq("at", Instant.ofEpochMilli(1_700_000_000_001L).toString())))
                .containsExactly("item");
    }
}
