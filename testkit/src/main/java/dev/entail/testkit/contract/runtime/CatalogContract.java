package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.model.Model;
import dev.entail.core.query.Order;
import dev.entail.core.value.Draft;
import dev.entail.storage.schema.Catalog;
import dev.entail.testkit.database.TestDatabase;
import dev.entail.testkit.jdbc.CountingDatabase;
import dev.entail.testkit.jdbc.Recording;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the model has, where it is stored, and under which names. */
abstract class CatalogContract extends RuntimeGroup {
    private static Catalog.RecordEntry record(Catalog catalog, String name) {
        return catalog.records().stream()
                .filter(record -> record.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> tables(Catalog catalog) {
        return catalog.tables().stream().map(Catalog.TableEntry::name).toList();
    }

    @Test
    @DisplayName("T-273 STO-810 the catalogue of a model can be had before there are any tables")
    final void beforeSetUp() {
        CountingDatabase database = test().fresh().open();
        Recording nothing = database.log()
                .record(() -> assertThat(
                                Entail.with(Crew.model()).catalog(database).records())
                        .isNotEmpty());
        assertThat(nothing.statements()).isEmpty();
    }

    @Test
    @DisplayName(
            "T-009 T-013 T-014 STO-021..023 STO-075..078 one table an entity, one for links that are records of their"
                    + " own")
    final void tables() {
        Catalog catalog = open(Crew.model()).catalog();
        assertThat(tables(catalog))
                .containsExactlyInAnyOrder(
                        "Person",
                        "Badge",
                        "Doc",
                        "Locker",
                        "Club",
                        "Place",
                        "Skill",
                        "Unit",
                        "Person_pals_pals_Person",
                        "Clubs",
                        "_Dictionary_");
        assertThat(catalog.tables())
                .allSatisfy(table -> assertThat(table.columns()).allSatisfy(column -> {
                    assertThat(column.type()).isNotBlank();
                    assertThat(column.owners()).isNotEmpty();
                }));
        Catalog.RecordEntry clubs = record(catalog, "Clubs");
        assertThat(clubs.kind()).isEqualTo(Catalog.Kind.RELATION);
        assertThat(clubs.attributes())
                .extracting(Catalog.AttributeEntry::name)
                .containsExactly("post", "source", "target", "seat");
        assertThat(record(catalog, "Person_locker_keeper_Locker").table()).isEqualTo("Locker");
        assertThat(record(catalog, "Doc_author_docs_Person").table()).isEqualTo("Doc");
        assertThat(catalog.describe())
                .contains("entity Person in table Person")
                .contains("  docs: list of Doc by Doc_author_docs_Person");
    }

    @Test
    @DisplayName(
            "T-012 STO-076 a view is described with the table and the attributes of its base, a union with its own")
    final void sets() {
        Catalog teams = open(Teams.model()).catalog();
        Catalog.RecordEntry young = record(teams, "ActiveYoung");
        assertThat(young.kind()).isEqualTo(Catalog.Kind.VIEW);
        assertThat(young.table()).isEqualTo("User");
        assertThat(young.storedAs()).containsExactly("User");
        assertThat(young.condition()).contains("active").contains("age");
        assertThat(young.attributes()).isEqualTo(record(teams, "User").attributes());
        Catalog contacts = open(Contacts.model()).catalog();
        assertThat(record(contacts, "Everybody").storedAs()).containsExactly("Customer", "Vendor", "Partner");
        assertThat(tables(contacts)).contains("Contact", "Ties").doesNotContain("Customer", "Likes");
    }

    @Test
    @DisplayName(
            "T-015 STO-056 every end of a relation is indexed, exclusive ends uniquely, and every key is known by its"
                    + " meaning")
    final void indexes() {
        Catalog catalog = open(Crew.model()).catalog();
        assertThat(catalog.constraints())
                .extracting(entry -> entry.meaning().kind() + " "
                        + entry.meaning().record() + " " + entry.meaning().attributes())
                .contains(
                        "UNIQUE Person [id]",
                        "UNIQUE Clubs [id]",
                        "UNIQUE Clubs [source, target]",
                        "UNIQUE Badge_holder_badge_Person [target]",
                        "UNIQUE Person_locker_keeper_Locker [source]",
                        "UNIQUE Clubs_seat_seatOf_Place [target]",
                        "REFERENCE Doc_author_docs_Person [target]")
                .doesNotContain("UNIQUE Doc_author_docs_Person [target]");
        Catalog.TableEntry docs = catalog.tables().stream()
                .filter(table -> table.name().equals("Doc"))
                .findFirst()
                .orElseThrow();
        assertThat(docs.indexes()).hasSize(1);
    }

    @Test
    @DisplayName(
            "T-016 T-017 T-018 T-019 T-299 STO-045..048 long names stay apart, and names never depend on the rest of"
                    + " the model")
    final void names() {
        String shared = "p".repeat(70);
        Property<Long> first = Property.integer(shared + "1".repeat(10));
        Property<Long> second = Property.integer(shared + "2".repeat(10));
        Property<Long> third = Property.integer(shared + "3".repeat(10));
        Entity wide =
                Entity.entity("W".repeat(70), first, second, third, Property.text("select"), Property.text("order"));
        Relation self = Relation.manyToMany(wide, "n".repeat(70), wide, "m".repeat(70));
        Entail entail = open(Model.model("Wide").facts(wide, self).build());
        entail.create(
                wide,
                Draft.empty().set(first, 3L).set(second, 2L).set(third, 1L).set("select", "x"));
        entail.create(
                wide,
                Draft.empty().set(first, 1L).set(second, 2L).set(third, 3L).set("n".repeat(70), List.of()));
        assertThat(entail.query(wide).select("*").orderBy(Order.ascending(first.name())).list().stream()
                        .map(row -> row.get(third)))
                .containsExactly(3L, 1L);
        Catalog before = entail.catalog();
        assertThat(before.tables().stream()
                        .flatMap(table -> Stream.concat(
                                Stream.of(table.name()),
                                table.columns().stream().map(Catalog.ColumnEntry::name))))
                .allMatch(name -> name.length() <= 64);
        Catalog after = open(Model.model("Wide")
                        .facts(Entity.entity("Another", Property.text("name")), wide, self)
                        .build())
                .catalog();
        assertThat(after.tables()).containsAll(before.tables());
    }

    @Test
    @DisplayName("T-011 T-016 T-299 STO-057 a model that grew by relations and views opens on what is stored")
    final void grown() {
        Entity a = Entity.entity("A", Property.text("name"));
        Entity b = Entity.entity("B", Property.text("name"));
        TestDatabase on = test().fresh();
        Entail small = open(Model.model("Grown").facts(a, b).build(), on);
        small.create(a, Draft.of("name", "x"));
        close(small);
        Relation owns = Relation.oneToOne(a, "own", b, "owner").reliantTargets();
        Entail grown = open(Model.model("Grown").facts(a, b, owns).build(), on);
        assertThat(grown.query(a).select("name", "own").list()).hasSize(1);
        close(grown);
        assertThat(open(Model.model("Grown").facts(a, b, owns).build(), on)
                        .query(a)
                        .count())
                .isEqualTo(1);
    }
}
