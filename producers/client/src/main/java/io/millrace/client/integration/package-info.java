/** What the listeners of model libraries share: who calls, what was seen of a call, and the record made of both. */
@NullMarked
package io.millrace.client.integration;

import org.jspecify.annotations.NullMarked;
