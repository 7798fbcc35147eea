package dev.entail.driver.h2;

import dev.entail.testkit.contract.runtime.RuntimeContract;
import dev.entail.testkit.database.DatabaseProduct;
import dev.entail.testkit.database.OnDatabase;
import org.junit.jupiter.api.DisplayName;

@OnDatabase(DatabaseProduct.H2)
@DisplayName("The runtime contract")
final class H2RuntimeContractTest extends RuntimeContract {}
