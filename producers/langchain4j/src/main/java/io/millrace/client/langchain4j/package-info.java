/** Meters the calls that LangChain4j's chat models make. */
@NullMarked
package io.millrace.client.langchain4j;

import org.jspecify.annotations.NullMarked;
