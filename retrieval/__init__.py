"""Finding and answering: embeddings, keyword index, vector store, fusion, evidence, answers, citations."""
