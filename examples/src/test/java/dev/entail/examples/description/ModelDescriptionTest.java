package dev.entail.examples.description;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.core.description.ModelDescription;
import dev.entail.core.model.Model;
import dev.entail.examples.friends.FriendsModel;
import dev.entail.examples.leave.LeaveModel;
import dev.entail.examples.shop.ShopModel;
import dev.entail.examples.social.SocialModel;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the descriptions of the example models against the ones that are kept in files. */
@DisplayName("TOL-03 descriptions of the example models")
final class ModelDescriptionTest {
    private static final String UPDATE = "entail.golden.update";

    static Stream<Model> models() {
        return Stream.of(SocialModel.create(), ShopModel.create(), LeaveModel.create(), FriendsModel.create());
    }

    @ParameterizedTest
    @MethodSource("models")
    @DisplayName("are what is kept in src/test/resources/description")
    void golden(Model model) throws IOException {
        ModelDescription description = model.describe();
        compare(model.name() + ".json", description.toJson());
        compare(model.name() + ".er.mmd", description.toErDiagram());
        compare(model.name() + ".flow.mmd", description.toFlowchart());
    }

    private static void compare(String name, String text) throws IOException {
        Path file = resources().resolve(name);
        if (Boolean.getBoolean(UPDATE)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(text)
                .as("%s; if the change is meant, run this test with -D%s=true and look at the difference", file, UPDATE)
                .isEqualTo(Files.readString(file));
    }

    private static Path resources() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("examples/src/test"))) {
            folder = folder.getParent();
        }
        return folder.resolve("examples/src/test/resources/description");
    }

    @ParameterizedTest
    @MethodSource("models")
    @DisplayName("are equal each time, as values and as text")
    void stable(Model model) {
        ModelDescription description = model.describe();
        assertThat(model.describe()).isEqualTo(description);
        assertThat(model.describe().toJson()).isEqualTo(description.toJson());
    }

    @Test
    @DisplayName("need no database: not one class of JDBC, of the storage or of a driver is loaded for them")
    void withoutDatabase() throws Exception {
        try (URLClassLoader classes = new WithoutDatabase()) {
            Object model = classes.loadClass(ShopModel.class.getName())
                    .getMethod("create")
                    .invoke(null);
            Object description = model.getClass().getMethod("describe").invoke(model);
            assertThat(description.getClass().getMethod("toJson").invoke(description))
                    .isEqualTo(ShopModel.create().describe().toJson());
        }
    }

    private static final class WithoutDatabase extends URLClassLoader {
        WithoutDatabase() {
            super(
                    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                            .map(WithoutDatabase::url)
                            .toArray(URL[]::new),
                    ClassLoader.getPlatformClassLoader());
        }

        private static URL url(String entry) {
            try {
                return Path.of(entry).toUri().toURL();
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException(entry, e);
            }
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (Stream.of("java.sql.", "javax.sql.", "dev.entail.storage.", "dev.entail.driver.")
                    .anyMatch(name::startsWith)) {
                throw new ClassNotFoundException("A description asked for " + name);
            }
            return super.loadClass(name, resolve);
        }
    }
}
