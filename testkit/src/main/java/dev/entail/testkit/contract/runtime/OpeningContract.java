package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Custom;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.definition.Union;
import dev.entail.core.definition.View;
import dev.entail.core.error.EntailException;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Query;
import dev.entail.core.query.Selection;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.testkit.database.TestDatabase;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Setting a database up, going on with what is stored, and refusing what does not fit. */
abstract class OpeningContract extends RuntimeGroup {
    @Test
    @DisplayName("T-CUS-16 STO-057 opening again goes on with the same data, and ids are never given twice")
    final void reopen() {
        TestDatabase database = test().fresh();
        Entail first = open(Blog.model(), database);
        RecordId ann = Blog.user(first, "Ann");
        RecordId post = Blog.post(first, "Hello");
        Blog.like(first, ann, post).orThrow();
        Entail second = open(Blog.model(), database);
        RecordId bob = Blog.user(second, "Bob");
        Blog.like(second, bob, post).orThrow();
        RecordId cid = Blog.user(first, "Cid");
        assertThat(List.of(ann, bob, cid)).doesNotHaveDuplicates();
        assertThat(Blog.likes(first, post)).isEqualTo(2);
    }

    @Test
    @DisplayName("STO-057 several may set up the same database at once")
    final void concurrentSetUp() throws Exception {
        TestDatabase database = test().fresh();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Boolean>> opened = IntStream.range(0, 4)
                    .mapToObj(i -> threads.submit(() -> {
                        try (Entail entail = Entail.with(Blog.model())
                                .open(dev.entail.storage.spi.DatabaseDrivers.fromClassPath()
                                        .open(database.config()))) {
                            Blog.user(entail, "u" + i);
                            return true;
                        }
                    }))
                    .toList();
            for (Future<Boolean> one : opened) {
                assertThat(one.get()).isTrue();
            }
        }
        assertThat(open(Blog.model(), database).query(Blog.USER).count()).isEqualTo(4);
    }

    @Test
    @DisplayName("two models and two databases at once in one JVM share nothing")
    final void twoModels() {
        Entail blog = open(Blog.model());
        Entail other = open(Blog.model());
        Entail shop = open(Shop.model());
        RecordId ann = Blog.user(blog, "Ann");
        RecordId bob = Blog.user(other, "Bob");
        assertThat(ann).isEqualTo(bob);
        RecordId post = Blog.post(blog, "Hello");
        Blog.like(blog, ann, post).orThrow();
        assertThat(other.query(Blog.LIKE).count()).isZero();
        assertThat(shop.model().eventSources().keySet()).containsExactly("PlaceOrder");
        assertThat(shop.query(Shop.CUSTOMER).count()).isZero();
    }

    @Test
    @DisplayName(
            "STO-057 views and unions have their values with what is below them: they can be opened again over records")
    final void reopenViews() {
        TestDatabase database = test().fresh();
        Entity cat = Entity.entity("Cat", Property.text("name"));
        Entity dog = Entity.entity("Dog", Property.text("name"));
        Union pet = Union.of("Pet", cat, dog);
        View toms = View.of("Toms", cat, Match.eq("name", "Tom"));
        Model pets = Model.model("Pets").facts(cat, dog, pet, toms).build();
        Entail before = open(pets, database);
        before.create(cat, Draft.of("name", "Tom"));
        close(before);
        assertThat(open(pets, database).query(toms).count()).isEqualTo(1);
        Entity older = Entity.entity("Dog", Property.text("name"), Property.integer("age"));
        Model grown = Model.model("Pets")
                .facts(cat, older, Union.of("Pet", cat, older), toms)
                .build();
        Entail after = open(grown, database);
        after.create(older, Draft.of("age", 3));
        assertThat(after.query(older).select("age").first().orElseThrow().integer("age"))
                .isEqualTo(3);
    }

    @Test
    @DisplayName("a condition that can never be asked is told when opening, with its place, before anything is created")
    final void impossibleConditions() {
        TestDatabase database = test().fresh();
        Entity item = Entity.entity("Item", Property.integer("n"), Property.text("name"));
        Entity box = Entity.entity("Box", Property.text("name"));
        Relation in = Relation.manyToOne(item, "box", box, "items");
        Model view = Model.model("M")
                .facts(item, View.of("Odd", item, Match.ne("n", "one")))
                .build();
        assertThat(failureOf(() -> open(view, database)))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo("VALUE_MISMATCH"))
                .hasMessageContaining("What Odd asks for");
        Model global = Model.model("M")
                .facts(item)
                .derive(
                        Property.integer("x"),
                        Custom.reading("all", Query.of("Item").select("n").where(Match.gt("n", true)))
                                .computing(row -> 1L))
                .build();
        assertThat(failureOf(() -> open(global, database))).hasMessageContaining("_Dictionary_.x, set 'all'");
        Model property = Model.model("M")
                .facts(item, box, in)
                .derive(
                        box,
                        Property.integer("x"),
                        Custom.reading(Selection.related("items").where(Match.eq("name", 7)))
                                .computing(row -> 1L))
                .build();
        assertThat(failureOf(() -> open(property, database))).hasMessageContaining("What Box.x asks for");
        Model other = Model.model("Another").facts(item).build();
        assertThat(open(other, database).query(item).count())
                .as("the database belongs to nobody yet")
                .isZero();
    }

    @Test
    @DisplayName("what can be added safely is added: entities, relations, plain properties")
    final void grow() {
        TestDatabase database = test().fresh();
        Entity user = Entity.entity("User", Property.text("name"));
        close(open(Model.model("Grown").facts(user).build(), database), user);
        Entity grown = Entity.entity("User", Property.text("name"), Property.integer("age"));
        Entail entail = open(
                Model.model("Grown")
                        .facts(grown, Blog.POST)
                        .facts(dev.entail.core.definition.Relation.manyToOne(Blog.POST, "author", grown, "posts"))
                        .build(),
                database);
        RecordId ann = entail.query(grown).first().orElseThrow().id();
        entail.update(grown, ann, Draft.of("age", 30).set("posts", List.of(Draft.of("title", "x"))));
        assertThat(entail.query(grown)
                        .select("name", "age", "posts")
                        .first()
                        .orElseThrow()
                        .rows("posts"))
                .hasSize(1);
    }

    private void close(Entail small, Entity user) {
        small.create(user, Draft.of("name", "Ann"));
        close(small);
    }

    @Test
    @DisplayName("a global value that was out of the model for a while starts anew")
    final void globalComesBack() {
        TestDatabase database = test().fresh();
        Entity user = Entity.entity("User", Property.text("name"));
        Property<Long> users = Property.integer("users");
        Model counting =
                Model.model("M").facts(user).derive(users, Count.of(user)).build();
        Entail first = open(counting, database);
        RecordId ann = first.create(user, Draft.of("name", "Ann"));
        close(first);
        Entail plain = open(Model.model("M").facts(user).build(), database);
        plain.delete(user, ann);
        close(plain);
        assertThat(open(counting, database).global(users)).isZero();
    }

    @Test
    @DisplayName("what cannot be added safely is refused with a list, and nothing is changed")
    final void refuse() {
        TestDatabase database = test().fresh();
        Entail blog = open(Blog.model(), database);
        Blog.user(blog, "Ann");
        close(blog);
        Entity user = Entity.entity("User", Property.integer("name"));
        Model changed = Model.model("Blog")
                .facts(user, Blog.POST)
                .facts(dev.entail.core.definition.Relation.manyToOne(Blog.POST, "author", user, "posts"))
                .derive(user, Property.integer("postCount"), Count.of("posts"))
                .derive(Property.integer("users"), Count.of(user))
                .build();

        EntailException error = failureOf(() -> open(changed, database));

        assertThat(error.code()).isEqualTo("SCHEMA_MISMATCH");
        assertThat(error.getMessage()).contains("User.name", "User.postCount", "_Dictionary_.users");
        assertThat(open(Blog.model(), database).query(Blog.USER).count()).isEqualTo(1);
    }

    @Test
    @DisplayName("a database belongs to one model: another one is refused by its name, and changes nothing")
    final void otherModel() {
        TestDatabase database = test().fresh();
        Entail blog = open(Blog.model(), database);
        Blog.user(blog, "Ann");
        close(blog);
        EntailException error = failureOf(() -> open(Shop.model(), database));
        assertThat(error.code()).isEqualTo("SCHEMA_MISMATCH");
        assertThat(error.getMessage()).contains("the database belongs to model 'Blog'");
        assertThat(open(Blog.model(), database).query(Blog.USER).count()).isEqualTo(1);
    }

    @Test
    @DisplayName("a column that left the model comes back with its type only, even while the table is empty")
    final void columnComesBack() {
        TestDatabase database = test().fresh();
        close(open(
                Model.model("M")
                        .facts(Entity.entity("User", Property.text("name"), Property.integer("age")))
                        .build(),
                database));
        Model without = Model.model("M")
                .facts(Entity.entity("User", Property.text("name")))
                .build();
        close(open(without, database));
        Model other = Model.model("M")
                .facts(Entity.entity("User", Property.text("name"), Property.text("age")))
                .build();
        EntailException error = failureOf(() -> open(other, database));
        assertThat(error.code()).isEqualTo("SCHEMA_MISMATCH");
        assertThat(error.getMessage()).contains("column:User.age is stored as 'INTEGER', the model says 'TEXT'");
        close(open(
                Model.model("M")
                        .facts(Entity.entity("User", Property.text("name"), Property.integer("age")))
                        .build(),
                database));
    }
}
