package dev.entail.testkit.database;

import dev.entail.storage.spi.DatabaseInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs a class once per database, hands out {@link TestDatabase} and checks for leaks after each test. */
final class DatabaseExtension
        implements ClassTemplateInvocationContextProvider,
                ParameterResolver,
                AfterEachCallback,
                TestExecutionExceptionHandler {
    private static final Namespace NAMESPACE = Namespace.create(DatabaseExtension.class);

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(ExtensionContext context) {
        TestDatabases databases = context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .computeIfAbsent(TestDatabases.class, key -> new TestDatabases(), TestDatabases.class);
        return wanted(context.getRequiredTestClass()).stream().map(wanted -> Invocation.of(wanted, databases));
    }

    private static List<Wanted> wanted(Class<?> testClass) {
        OnDatabase chosen =
                AnnotationSupport.findAnnotation(testClass, OnDatabase.class).orElse(null);
        List<DatabaseProduct> products = Arrays.asList(chosen == null ? DatabaseProduct.values() : chosen.value());
        List<Wanted> all = new ArrayList<>();
        products.forEach(product -> all.add(new Wanted(product.title(), databases -> databases.fresh(product))));
        if (chosen != null) {
            for (Class<? extends DatabaseSource> source : chosen.sources()) {
                all.add(new Wanted(source.getSimpleName(), databases -> databases.fresh(source)));
            }
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("@OnDatabase of " + testClass.getName() + " names no database");
        }
        return all;
    }

    /** The database belongs to one run of the class, so a constructor is called in the context of a test of that run. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestDatabase.class;
    }

    @Override
    public TestDatabase resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return current(context);
    }

    /** Not every report shows the names of the runs of a class, so each failure says itself where it happened. */
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        failure.addSuppressed(new RanOn(current(context).info()));
        throw failure;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        TestDatabase database = current(context);
        try {
            database.endTest();
        } catch (RuntimeException | AssertionError e) {
            e.addSuppressed(new RanOn(database.info()));
            throw e;
        }
    }

    private static TestDatabase current(ExtensionContext context) {
        TestDatabase database = context.getStore(NAMESPACE).get(TestDatabase.class, TestDatabase.class);
        if (database == null) {
            throw new IllegalStateException("There is no TestDatabase here: "
                    + context.getRequiredTestClass().getName()
                    + " needs @EachDatabase or @OnDatabase, and takes it in constructors, tests and what runs before"
                    + " and after each test, but not in what runs once for all databases");
        }
        return database;
    }

    private record Wanted(String title, Function<TestDatabases, TestDatabase> maker) {}

    /** Makes the database when the turn of the product comes; a failure belongs to this product alone. */
    private static final class Invocation implements ClassTemplateInvocationContext {
        private final String displayName;
        private final @Nullable TestDatabase database;
        private final @Nullable Throwable failure;

        private Invocation(String displayName, @Nullable TestDatabase database, @Nullable Throwable failure) {
            this.displayName = displayName;
            this.database = database;
            this.failure = failure;
        }

        static Invocation of(Wanted wanted, TestDatabases databases) {
            TestDatabase database = null;
            try {
                database = wanted.maker().apply(databases);
                return new Invocation("[" + database.info() + "]", database, null);
            } catch (RuntimeException | LinkageError e) {
                return new Invocation("[" + wanted.title() + "]", database, e);
            }
        }

        @Override
        public String getDisplayName(int index) {
            return displayName;
        }

        @Override
        public void prepareInvocation(ExtensionContext context) {
            if (database != null) {
                context.getStore(NAMESPACE).put(TestDatabase.class, database);
            }
            System.out.println(context.getRequiredTestClass().getName() + " " + displayName);
            if (failure != null) {
                throw new IllegalStateException(failure.getMessage(), failure);
            }
        }
    }

    /** A remark without a stack trace that goes with a failure. */
    private static final class RanOn extends Throwable {
        private static final long serialVersionUID = 1L;

        RanOn(DatabaseInfo info) {
            super("the test ran on " + info, null, false, false);
        }
    }
}
